package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.pool.CpuPool;
import dev.muster.offload.pool.DeviceMatrix;
import dev.muster.offload.pool.RankDevice;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two ranks on one device, each with a queue of its own. */
class OpenClRankDeviceTest {
  private final Arena arena = Arena.ofShared();
  private OpenClPool pool;
  private RankDevice rank;
  private RankDevice peer;

  @BeforeEach
  void open() {
    OpenClHere.requireAny();
    pool = OpenClPool.whole(OpenCl.device(0));
    rank = pool.open(0, "opencl");
    peer = pool.open(0, "opencl");
  }

  @AfterEach
  void close() {
    if (pool != null) {
      rank.close();
      rank.close();
      peer.close();
      pool.close();
    }
    arena.close();
  }

  @Test
  void ranksOfOneDeviceReadEachOtherAndThoseOfAnotherContextDoNot() {
    assertTrue(rank.reads(peer) && peer.reads(rank) && rank.writes(peer));
    try (OpenClPool other = OpenClPool.whole(OpenCl.device(0));
        RankDevice stranger = other.open(0, "opencl")) {
      assertFalse(rank.reads(stranger) || rank.writes(stranger));
    }
    try (RankDevice core = CpuPool.rankDevice("vector")) {
      assertFalse(rank.reads(core) || rank.writes(core) || core.writes(rank));
    }
  }

  @Test
  void aCopyReadsTheMemoryOfAPeerAtItsOffset() {
    DeviceMatrix theirs = upload(peer, 1, 2, 3, 4, 5);
    DeviceMatrix ours = upload(rank, 10, 20, 30, 40, 50);
    rank.copy(theirs, 1, ours, 2, 3).run();
    assertArrayEquals(new float[] {10, 20, 2, 3, 4}, download(rank, ours));
  }

  /** Devices here compute in memory of the host and need none of it, but any driver has it. */
  @ParameterizedTest
  @EnumSource
  void pinnedMemoryIsReadAndWrittenByDeviceAndHost(DType dtype) {
    try (Owned owned = new Owned()) {
      ClTarget target = OpenCl.device(0).target();
      ClQueue queue = owned.add(target.queue());
      for (int count : new int[] {0, 1, 1000}) {
        Matrix pinned = owned.add(new PinnedMemory(target.context(), queue, dtype, count)).vector();
        ClMemory memory = owned.add(target.allocate(pinned.bytes()));
        for (int i = 0; i < count; i++) {
          pinned.set(0, i, i % 100);
        }
        queue.write(pinned, memory);
        Fill.exact(dtype, 1).fill(pinned, 1, 0);
        queue.read(memory, pinned);
        for (int i = 0; i < count; i++) {
          assertEquals(i % 100, pinned.get(0, i));
        }
      }
    }
  }

  @Test
  void aCopyOfNothingChangesNothing() {
    DeviceMatrix ours = upload(rank, 10, 20);
    rank.copy(upload(peer, 1, 2), 2, ours, 2, 0).run();
    assertArrayEquals(new float[] {10, 20}, download(rank, ours));
  }

  @Test
  void aReductionAddsTheMemoryOfAPeerInPlace() {
    DeviceMatrix theirs = upload(peer, 1, 2, 3, 4, 5);
    DeviceMatrix ours = upload(rank, 10, 20, 30, 40, 50);
    rank.reduce(ReduceOp.SUM, theirs, 0, ours, 1, ours, 1, 3).run();
    assertArrayEquals(new float[] {10, 21, 32, 43, 50}, download(rank, ours));
  }

  @Test
  void aReductionTouchesNothingBeyondItsCount() {
    for (int count : new int[] {0, 1, 15, 16, 17, 63, 64, 65, 1000}) {
      float[] values = new float[count + 20];
      Arrays.fill(values, 1);
      DeviceMatrix x = upload(rank, values);
      DeviceMatrix out = upload(rank, values);
      rank.reduce(ReduceOp.SUM, x, 3, x, 5, out, 7, count).run();
      Arrays.fill(values, 7, 7 + count, 2);
      assertArrayEquals(values, download(rank, out));
    }
  }

  @Test
  void aMatrixWithAStrideIsPlacedWithoutIt() {
    Matrix host = Buffers.matrix(arena, DType.F32, 3, 5);
    for (int i = 0; i < 15; i++) {
      host.set(i / 5, i % 5, i);
    }
    Matrix tile = host.tile(1, 1, 2, 3);
    DeviceMatrix placed = rank.place(tile);
    rank.upload(tile, placed);
    assertArrayEquals(new float[] {6, 7, 8, 11, 12, 13}, download(rank, placed));
  }

  private DeviceMatrix upload(RankDevice device, float... values) {
    Matrix host = Matrix.vector(arena.allocateFrom(ValueLayout.JAVA_FLOAT, values), DType.F32);
    DeviceMatrix matrix = device.allocate(DType.F32, 1, values.length);
    device.upload(host, matrix);
    return matrix;
  }

  private float[] download(RankDevice device, DeviceMatrix matrix) {
    Matrix host = Buffers.matrix(arena, DType.F32, matrix.rows(), matrix.cols());
    device.download(matrix, host);
    return host.segment().toArray(ValueLayout.JAVA_FLOAT);
  }
}
