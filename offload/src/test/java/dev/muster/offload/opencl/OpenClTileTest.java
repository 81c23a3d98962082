package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** As Intel describes one: sub-groups of some sizes, and an engine. */
  private static DeviceFacts gpuWithXmx(Integer... subGroupSizes) {
    return facts(CL10.CL_DEVICE_TYPE_GPU, 1, 128, 1024, 0, Set.of(subGroupSizes));
  }

  private static DeviceFacts facts(
      long type, int lanes, int units, long groupMax, int nvidiaCapability) {
    return facts(type, lanes, units, groupMax, nvidiaCapability, Set.of());
  }

  private static DeviceFacts facts(
      long type,
      int lanes,
      int units,
      long groupMax,
      int nvidiaCapability,
      Set<Integer> subGroupSizes) {
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
        FMA,
        groupMax,
        0,
        Set.of(),
        0,
        nvidiaCapability,
        false,
        false,
        subGroupSizes,
        true,
        !subGroupSizes.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8x2@16",
        "1x8@2",
        "4x4@16/512x128x128",
        "16x1@16-streamed",
        "12x2@16-staged/256x132x512",
        "64x64x16/4x4",
        "12x8x5/3x2",
        "128x128x16/8x8@4x2",
        "16x128x8/4x4@2x1k16",
        "engine-128x256x32/64x64@2",
        "engine-16x128x64/16x32@4k7",
        "sub-3x2@64",
        "xmx-32x4@8"
      })
  void theTextFormParsesBack(String text) {
    assertEquals(text, OpenClTile.parse(text).toString());
  }

  @ParameterizedTest
  @EnumSource(ShapeClass.class)
  void candidatesFitTheDeviceAndBeginWithThePreferredOne(ShapeClass shapes) {
    for (DeviceFacts facts :
        List.of(
            cpu(4), cpu(8), cpu(16), gpu(), gpuWithEngine(), gpuWithXmx(8, 16), gpuWithXmx(32))) {
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
            "engine-128x128x32/64x64@3",
            "sub-8x4@16",
            "xmx-8x1@8")) {
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

  /** With 2 MiB of second-level cache, and with 512 KiB, on 2 and on 64 units. */
  @ParameterizedTest
  @CsvSource({
    "16x4096x4096, streamed, streamed, streamed",
    "32x4096x4096, streamed, streamed, streamed",
    "33x4064x4096, staged, staged, packed",
    "128x4064x4096, staged, staged, packed",
    "129x4064x4096, staged, packed, packed",
    "512x8192x1024, staged, packed, staged",
    "513x8192x1024, packed, packed, packed",
    "16x512x512, stored, streamed, stored",
    "2048x256x256, stored, packed, stored",
    "2048x128x100000, stored, stored, stored"
  })
  void howBIsReadFollowsFromTheProductTheCacheAndTheUnits(
      String shape, String usual, String withSmallCache, String withManyUnits) {
    MatMul product = (MatMul) Problems.parse("matmul:f32:" + shape);
    DeviceFacts many = facts(CL10.CL_DEVICE_TYPE_CPU, 16, 64, 4096);
    assertEquals(usual, Reading.of(product, 32, cpu(16), 2 << 20).toString());
    assertEquals(withSmallCache, Reading.of(product, 32, cpu(16), 512 << 10).toString());
    assertEquals(withManyUnits, Reading.of(product, 32, many, 2 << 20).toString());
    MatMul transposed = (MatMul) Problems.parse("matmul:f32:" + shape + ":trans=NT");
    assertEquals(Reading.PACKED, Reading.of(transposed, 32, cpu(16), 2 << 20));
  }

  /** What a tile is that was found for others, and what is left of one that was asked for. */
  @ParameterizedTest
  @CsvSource({
    "1000x16x1000, 12x1@16, 12x1@16",
    "1000x5x1000, 12x1@8, 12x1@8",
    "1000x1x1000, 12x1@2, 12x1@2",
    "1000x48x1000, 8x3@16, 12x2@16",
    "1000x128x1000, 6x4@16, 12x2@16",
    "1000x96x1000, 8x3@16, 12x2@16",
    "3x128x1000, 3x2@16, 3x2@16",
    "1000x1000x1000, 12x2@16, 12x2@16"
  })
  void aTileFollowsTheRowsAndColumnsOfAProduct(String shape, String found, String asked) {
    OpenClTile tile = OpenClTile.parse("12x2@16");
    MatMul product = (MatMul) Problems.parse("matmul:f32:" + shape);
    OpenClTile adapted = tile.adapted(product, cpu(16)).orElseThrow();
    assertEquals(found, formOf(adapted.asRun(product, cpu(16))));
    assertEquals(asked, formOf(tile.asRun(product, cpu(16))));
  }

  private static String formOf(OpenClTile tile) {
    return tile.toString().replaceAll("[-/].*", "");
  }

  /** Since a driver may share out blocks by their number. */
  @Test
  void blocksAreOfNearlyOneSize() {
    OpenClTile tile = OpenClTile.parse("12x2@16/256x132x512");
    MatMul product = new MatMul(DType.F32, 600, 600, 8192);
    assertEquals("12x2@16-packed/256x120x320", tile.asRun(product, cpu(16)).toString());
  }

  /** So that long sums take no more memory, and read what they have just packed. */
  @Test
  void packedCopiesOfLongSumsAreMadeInSlices() {
    OpenClTile tile = OpenClTile.parse("4x4@16");
    long slice = (8 << 20) * (long) cpu(16).computeUnits();
    for (int k : new int[] {1024, 1040, 1300, 4096, 65535}) {
      MatMul product = new MatMul(DType.F32, 2000, 2000, k);
      long bytes = tile.addWorkspace(product, cpu(16), new MemoryNeed()).totalBytes();
      assertTrue(bytes <= 2 * slice, k + " steps take " + bytes);
    }
  }

  /** Streamed products as well, whose work-items have long rows where there are few units. */
  @Test
  void everyUnitHasSomethingToDo() {
    DeviceFacts many = facts(CL10.CL_DEVICE_TYPE_CPU, 16, 64, 4096);
    RegisterTile tile = new RegisterTile(4, 4, 16);
    MatMul product = new MatMul(DType.F32, 16, 4096, 512);
    for (Reading reading : List.of(Reading.STREAMED, Reading.PACKED)) {
      assertTrue(Blocks.of(tile, product, reading, many).items(product) >= 64, reading.toString());
    }
    assertEquals(1024, Blocks.of(tile, product, Reading.STREAMED, cpu(16)).nc());
  }

  @Test
  void fewerRowsAreStreamedAtATimeWhereTheyAreLong() {
    RegisterTile tile = new RegisterTile(4, 4, 16);
    for (int n : new int[] {4096, 11008}) {
      MatMul product = new MatMul(DType.F32, 16, n, 4096);
      Blocks blocks = Blocks.of(tile, product, Reading.STREAMED, cpu(16));
      assertEquals(n == 4096 ? 32 : 16, blocks.kc());
    }
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
    assertEquals(Optional.of("f32"), widened.multiplier(DType.BF16));
    assertEquals(
        Optional.of("f32 by sub-groups (untested)"),
        OpenClTile.parse("sub-8x4@16").of(DType.BF16).multiplier(DType.BF16));
    assertEquals(
        OpenClTile.preferred(gpu(), DType.F32, ShapeClass.LARGE).toString(), widened.toString());
    assertEquals(widened, widened.adapted(product, gpu()).orElseThrow());
  }

  /** Of two sizes the engine takes the lesser one. */
  @Test
  void halvesGoToXmxWhereASearchHasTriedIt() {
    DeviceFacts facts = gpuWithXmx(16, 32);
    List<String> candidates =
        OpenClTile.candidates(facts, DType.BF16, ShapeClass.LARGE).stream()
            .map(OpenClTile::toString)
            .toList();
    assertTrue(candidates.contains("xmx-16x4@16"), candidates.toString());
    assertInstanceOf(WidenedTile.class, OpenClTile.preferred(facts, DType.BF16, ShapeClass.LARGE));
    OpenClTile tile = OpenClTile.parse("xmx-16x4@16");
    assertInstanceOf(SubgroupTile.class, tile.of(DType.F16));
    assertEquals(
        Support.no("tile xmx-16x4@16 needs sub-groups of 16; the device has 8"),
        tile.fits(gpuWithXmx(8, 16), DType.F16));
    assertEquals(
        Support.no("tile xmx-16x4@16 needs " + SubgroupTile.XMX + "; the device has none"),
        tile.fits(gpu(), DType.F16));
    assertEquals(
        Support.no("tile xmx-16x4@16 is for f16 and bf16, not for f32"),
        tile.fits(facts, DType.F32));
  }

  @Test
  void subGroupsOfAnotherSizeAreUnsupportedWithAReason() {
    OpenClTile tile = OpenClTile.parse("sub-8x4@32");
    assertEquals(
        Support.no("tile sub-8x4@32 needs sub-groups of 32; the device has 8, 16"),
        tile.fits(gpuWithXmx(16, 8), DType.F32));
    assertEquals(
        Support.no(
            "tile sub-8x4@32 needs sub-groups of 32; the device has none whose size is known"),
        tile.fits(gpu(), DType.F64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub-0x4@8", "sub-64x4@8", "xmx-12x2@8", "xmx-8x2@32"})
  void tilesThatNoSubGroupComputesAreRefused(String text) {
    String message =
        assertThrows(BadInputException.class, () -> OpenClTile.parse(text)).getMessage();
    assertTrue(message.startsWith("bad tile " + text + "; legal: multiples of"), message);
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
