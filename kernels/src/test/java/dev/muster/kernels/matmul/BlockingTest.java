package dev.muster.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.kernels.tensor.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockingTest {

  @ParameterizedTest
  @CsvSource({
    "5, 2, 256, 32768, 524288, 33554432",
    "8, 2, 512, 49152, 1048576, 532676608",
    "8, 2, 512, 32768, 1048576, 0",
    "4, 6, 512, 32768, 262144, 8388608",
    "5, 2, 128, 131072, 16777216, 0"
  })
  void blocksFitTheCachesThatTheyAreMeantFor(
      int rows, int vectors, int bits, long l1Bytes, long l2Bytes, long l3Bytes) {
    MicroTile tile = new MicroTile(DType.F32, rows, vectors, bits);
    Blocking blocking = Blocking.of(tile, new CacheSizes(l1Bytes, l2Bytes, l3Bytes));
    long bytes = 4L * blocking.kc() * (tile.cols() + blocking.mc());
    assertTrue(bytes <= l2Bytes * 5 / 8, "panel of B and block of A in L2");
    assertEquals(0, blocking.mc() % tile.rows());
    assertEquals(0, blocking.nc() % tile.cols());
    assertTrue(blocking.kc() >= 64 && blocking.mc() > 0 && blocking.nc() > 0);
  }
}
