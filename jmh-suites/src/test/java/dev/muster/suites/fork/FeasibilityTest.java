package dev.muster.suites.fork;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.CpuPool;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Provenance;
import dev.muster.suites.RunLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeasibilityTest {
  private static final long GIB = 1L << 30;

  private static RunLine line(String problem, String plan) {
    return RunLine.parse("%s | %s | cpu:4 | vector".formatted(problem, plan));
  }

  private static void assertTakes(long bytes, RunLine line) {
    try (Pool pool = new CpuPool(4)) {
      assertEquals(Support.yes(), Feasibility.of(line, pool, bytes));
      assertThrows(BadInputException.class, () -> Feasibility.of(line, pool, bytes - 1));
    }
  }

  @Test
  void operandsOfAllRanksCount() {
    assertTakes(2 * 4 * GIB, line("allreduce:f32:sum:1GiB", "ring"));
  }

  @Test
  void whatTheRanksOfACollectiveNeedBesideThemCounts() {
    assertTakes(2 * 4 * GIB + 4 * 3 * GIB, line("allreduce:f32:sum:1GiB", "one-shot"));
  }

  @Test
  void sumsThatAreJoinedCount() {
    long operandBytes = 3L * 4096 * 4096 * Float.BYTES;
    assertTakes(operandBytes, line("matmul:f32:4096x4096x4096", "pm4"));
    assertTakes(
        operandBytes + 4L * 4096 * 4096 * Float.BYTES,
        line("matmul:f32:4096x4096x4096", "pk4;ring"));
  }

  @Test
  void whatLiesBetweenTheProductsOfALayerCounts() {
    long weights = 2L * 1024 * 4096;
    long tokens = 2L * 128 * 1024;
    long between = 128L * 4096;
    long sums = 4L * 128 * 1024;
    assertTakes(
        (weights + tokens + 2 * between + sums) * Float.BYTES,
        line("mlp:f32:128x1024x4096", "pk4;ring"));
  }

  @Test
  void whatEveryProcessOfAJobHasCounts() {
    long answer = 1024L * 1024 * Float.BYTES;
    assertJobTakes((2 * 3 + 2 + 1) * answer, "matmul:f32:1024x1024x1024 | pm2 | mpi:2 | vector");
    assertJobTakes(
        (2 * 3 + 2 * 2 + 1 + 2) * answer, "matmul:f32:1024x1024x1024 | pk2;ring | mpi:2 | vector");
  }

  private static void assertJobTakes(long bytes, String text) {
    RunLine line = RunLine.parse(text);
    assertDoesNotThrow(() -> Feasibility.requireJobMemory(line, 2, bytes));
    assertThrows(BadInputException.class, () -> Feasibility.requireJobMemory(line, 2, bytes - 1));
  }

  @Test
  void theRefusalSaysHowMuchIsThere() {
    try (Pool pool = new CpuPool(4)) {
      BadInputException refused =
          assertThrows(
              BadInputException.class,
              () ->
                  Feasibility.of(line("allreduce:f32:sum:1GiB", "ring"), pool, 8 * GIB - GIB / 2));
      assertEquals(
          "'allreduce:f32:sum:1GiB | ring | cpu:4' takes 8.0 GiB of memory, and 7.5 GiB are free;"
              + " legal: a smaller problem",
          refused.getMessage());
    }
  }

  /** Only cores of one pool are measured all at once. */
  @Test
  void theCeilingOfSeveralDevicesIsThatOfEachAlone() {
    RunLine line = RunLine.parse("triad:f32:4KiB | - | opencl:0/2 | opencl");
    assertEquals(
        Support.no(
            "a ceiling is that of one device, and 'opencl:0/2' is 2; each alone has one, e.g. opencl:0/2.0"),
        Feasibility.of(line, new TwoDevices()));
  }

  /** Two that are no cores. */
  private static final class TwoDevices implements Pool {
    @Override
    public String text() {
      return "opencl:0/2";
    }

    @Override
    public List<Device> devices() {
      return List.of(new SomeDevice("opencl:0/2.0"), new SomeDevice("opencl:0/2.1"));
    }

    @Override
    public String firstDeviceAlone() {
      return "opencl:0/2.0";
    }

    @Override
    public Provenance provenance() {
      return Provenance.MEASURED;
    }

    @Override
    public List<String> notes() {
      return List.of();
    }

    @Override
    public Support supports(Problem problem, Plan plan, String kernel) {
      return Support.yes();
    }

    @Override
    public BoundPlan bind(Problem problem, Plan plan, String kernel, Operands operands) {
      throw new UnsupportedOperationException("only looked at");
    }

    @Override
    public void close() {}
  }

  private record SomeDevice(String id) implements Device {
    @Override
    public String description() {
      return "a device";
    }

    @Override
    public Kernels kernels() {
      return Kernels.cpu();
    }
  }

  @Test
  void whatCannotBeCountedIsTooMuch() {
    RunLine line = line("allreduce:f32:sum:4000000TiB", "ring");
    try (Pool pool = new CpuPool(4)) {
      assertThrows(BadInputException.class, () -> Feasibility.of(line, pool, Long.MAX_VALUE));
    }
  }
}
