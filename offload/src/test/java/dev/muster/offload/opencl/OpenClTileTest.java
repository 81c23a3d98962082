package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.opencl.CL10;

/** What a search may try, for devices that need not be here. */
class OpenClTileTest {
  private static final long FMA = CL10.CL_FP_FMA;

  private static DeviceFacts cpu(int lanes) {
    return facts(CL10.CL_DEVICE_TYPE_CPU, lanes, 2, 4096);
  }

  private static DeviceFacts gpu() {
    return facts(CL10.CL_DEVICE_TYPE_GPU, 1, 64, 1024);
  }

  private static DeviceFacts gpuWithEngine() {
    return facts(CL10.CL_DEVICE_TYPE_GPU, 1, 132, 1024, 90);
  }

  private static DeviceFacts facts(long type, int lanes, int units, long groupMax) {
    return facts(type, lanes, units, groupMax, 0);
  }

  private static DeviceFacts facts(
      long type, int lanes, int units, long groupMax, int nvidiaCapability) {
    return new DeviceFacts(
        "a device",
        "a vendor",
        "OpenCL 3.0",
        "1.0",
        type,
        true,
        units,
        1000,
        1L << 33,
        1 << 16,
        1L << 32,
        lanes,
        FMA,
        FMA,
        groupMax,
        0,
        Set.of(),
        0,
        nvidiaCapability,
        false,
        false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8x2@16",
        "1x8@2",
        "4x4@16/512x128x128",
        "64x64x16/4x4",
        "12x8x5/3x2",
        "128x128x16/8x8@4x2",
        "16x128x8/4x4@2x1k16",
        "engine-128x256x32/64x64@2",
        "engine-16x128x64/16x32@4k7"
      })
  void theTextFormParsesBack(String text) {
    assertEquals(text, OpenClTile.parse(text).toString());
  }

  @ParameterizedTest
  @EnumSource(ShapeClass.class)
  void candidatesFitTheDeviceAndBeginWithThePreferredOne(ShapeClass shapes) {
    for (DeviceFacts facts : List.of(cpu(4), cpu(8), cpu(16), gpu(), gpuWithEngine())) {
      for (DType dtype : DType.ofProducts()) {
        List<OpenClTile> candidates = OpenClTile.candidates(facts, dtype, shapes);
        assertTrue(candidates.size() > 5, candidates.toString());
        assertEquals(candidates.size(), new HashSet<>(candidates).size());
        String preferred = OpenClTile.preferred(facts, dtype, shapes).toString();
        assertTrue(candidates.getFirst().toString().startsWith(preferred));
        for (OpenClTile candidate : candidates) {
          assertInstanceOf(Support.Yes.class, candidate.fits(facts, dtype), candidate.toString());
        }
      }
    }
  }

  @Test
  void neighboursAreLegalOthersAndLeadBack() {
    for (String text :
        List.of(
            "4x4@16/512x128x128",
            "1x1@8/1x1x8",
            "4x4@16",
            "64x64x16/4x4",
            "16x128x8/4x4@2x1k16",
            "engine-128x128x32/64x64@3")) {
      OpenClTile tile = OpenClTile.parse(text);
      List<OpenClTile> neighbours = tile.neighbours();
      assertFalse(neighbours.isEmpty());
      for (OpenClTile neighbour : neighbours) {
        assertEquals(neighbour, OpenClTile.parse(neighbour.toString()));
      }
    }
    assertTrue(
        OpenClTile.parse("128x64x16/4x4").neighbours().contains(OpenClTile.parse("64x64x16/4x4")));
  }

  @Test
  void blocksOfALargeProductAreLeftOpenForASmallOne() {
    OpenClTile tile = OpenClTile.parse("4x4@16/512x128x128");
    MatMul large = new MatMul(DType.F32, 2048, 2048, 2048);
    MatMul small = new MatMul(DType.F32, 100, 100, 2048);
    assertEquals(tile, tile.adapted(large, cpu(16)).orElseThrow());
    assertEquals("4x4@16", tile.adapted(small, cpu(16)).orElseThrow().toString());
  }

  @Test
  void aTileBeyondTheLocalMemoryIsNotAdapted() {
    OpenClTile tile = OpenClTile.parse("128x128x128/8x8");
    MatMul product = new MatMul(DType.F64, 4096, 4096, 512);
    assertTrue(tile.adapted(product, gpu()).isEmpty());
  }

  @Test
  void aProductThatWouldLeaveUnitsIdleGetsSmallerTiles() {
    OpenClTile tile = OpenClTile.parse("128x128x16/8x8@4x1");
    MatMul small = new MatMul(DType.F32, 512, 512, 512);
    MatMul large = new MatMul(DType.F32, 2048, 2048, 2048);
    MatMul flat = new MatMul(DType.F32, 16, 512, 512);
    assertEquals("64x64x16/4x4@4x1", tile.adapted(small, gpu()).orElseThrow().toString());
    assertEquals(tile, tile.adapted(large, gpu()).orElseThrow());
    assertEquals(tile, tile.adapted(flat, gpu()).orElseThrow());
  }

  @Test
  void sumsAreCutInPartsOnlyWhereAProductWouldLeaveUnitsIdle() {
    LocalTile tile = (LocalTile) OpenClTile.parse("128x128x16/8x8@4x2");
    assertEquals(1, tile.parts(new MatMul(DType.F32, 2048, 1024, 1024), gpu()));
    assertEquals(8, tile.parts(new MatMul(DType.F32, 512, 512, 1024), gpu()));
    assertEquals(2, tile.parts(new MatMul(DType.F32, 128, 128, 256), gpu()));
    assertEquals(1, tile.parts(new MatMul(DType.F32, 128, 128, 0), gpu()));
    LocalTile forced = (LocalTile) OpenClTile.parse("128x128x16/8x8@4x2k3");
    assertEquals(3, forced.parts(new MatMul(DType.F32, 1024, 1024, 1024), gpu()));
    assertEquals(2, forced.parts(new MatMul(DType.F32, 1024, 1024, 20), gpu()));
  }

  @Test
  void halvesGoToTheEngineWhereThereIsOneAndElseThroughF32() {
    MatMul product = new MatMul(DType.BF16, 1024, 1024, 1024);
    OpenClTile engine = OpenClTile.preferred(gpuWithEngine(), DType.BF16, ShapeClass.LARGE);
    assertInstanceOf(EngineTile.class, engine);
    assertInstanceOf(Support.No.class, engine.fits(gpu(), DType.BF16));
    assertInstanceOf(Support.No.class, engine.fits(gpuWithEngine(), DType.F32));
    OpenClTile widened = OpenClTile.preferred(gpu(), DType.BF16, ShapeClass.LARGE);
    assertInstanceOf(WidenedTile.class, widened);
    assertEquals("f32", widened.engine());
    assertEquals(
        OpenClTile.preferred(gpu(), DType.F32, ShapeClass.LARGE).toString(), widened.toString());
    assertEquals(widened, widened.adapted(product, gpu()).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "engine-96x128x32/32x32@2",
        "engine-128x128x32/8x32@2",
        "engine-128x128x32/48x64@2",
        "engine-256x256x32/256x128@2"
      })
  void tilesThatNoWarpsFillAreRefused(String text) {
    String message =
        assertThrows(BadInputException.class, () -> OpenClTile.parse(text)).getMessage();
    assertTrue(message.contains("; legal: powers of 2"), message);
  }

  @Test
  void productsOfFewRowsAreAClassOfTheirOwn() {
    assertEquals(ShapeClass.FLAT, ShapeClass.of(new MatMul(DType.F32, 16, 4096, 4096)));
    assertEquals(ShapeClass.LARGE, ShapeClass.of(new MatMul(DType.F32, 512, 512, 512)));
  }
}
