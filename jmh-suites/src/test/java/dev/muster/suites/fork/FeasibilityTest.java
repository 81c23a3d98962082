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
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Provenance;
import dev.muster.suites.RunLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeasibilityTest {
  private static final long GIB = 1L << 30;

  private static RunLine allReduce(String size) {
    return RunLine.parse("allreduce:f32:sum:%s | ring | cpu:4 | vector".formatted(size));
  }

  @Test
  void operandsOfAllRanksCount() {
    long neededBytes = 2 * 4 * GIB;
    assertDoesNotThrow(() -> Feasibility.requireMemory(allReduce("1GiB"), 4, neededBytes));
    BadInputException refused =
        assertThrows(
            BadInputException.class,
            () -> Feasibility.requireMemory(allReduce("1GiB"), 4, neededBytes - GIB / 2));
    assertEquals(
        "operands of 'allreduce:f32:sum:1GiB' on 'cpu:4' take 8.0 GiB, and 7.5 GiB are free;"
            + " legal: a smaller problem",
        refused.getMessage());
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
    assertThrows(
        BadInputException.class,
        () -> Feasibility.requireMemory(allReduce("4000000TiB"), 4, Long.MAX_VALUE));
  }
}
