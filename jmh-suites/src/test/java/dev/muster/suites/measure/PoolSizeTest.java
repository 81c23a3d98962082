package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSizeTest {

  @ParameterizedTest
  @CsvSource({
    "cpu:384, 384",
    "mpi:64, 64",
    "mpi:4:openmpi, 4",
    "opencl:0/8, 8",
    "cpu:2+opencl:0/2, 4"
  })
  void theTextSaysHowManyRanksThereAre(String pool, int ranks) {
    assertEquals(ranks, PoolSize.of(pool));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu:0", "cpu:abc", "cpu:1..8", "cpu:2:openmpi", "cpu:-1"})
  void coresThatAreNoNumberAreRefused(String pool) {
    String message = assertThrows(BadInputException.class, () -> PoolSize.of(pool)).getMessage();
    assertTrue(message.contains("legal: cpu:RANKS"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mpi:0", "mpi:x", "mpi:", "mpi:2:OpenMPI"})
  void jobsWithoutANumberOfRanksAreRefused(String pool) {
    String message = assertThrows(BadInputException.class, () -> PoolSize.of(pool)).getMessage();
    assertTrue(message.contains("legal: mpi:RANKS"), message);
  }

  @Test
  void anUnknownPoolIsRefusedByItsName() {
    String message =
        assertThrows(BadInputException.class, () -> PoolSize.of("tpu:4:x")).getMessage();
    assertTrue(message.contains("tpu"), message);
  }
}
