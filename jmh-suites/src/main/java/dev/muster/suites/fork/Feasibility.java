package dev.muster.suites.fork;

import dev.muster.bridge.os.Memory;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.Ceiling;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.PlanRules;
import dev.muster.offload.pool.CoreMemory;
import dev.muster.offload.pool.Pool;
import dev.muster.suites.RunLine;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Whether a line can be run on its pool: found out before anything is allocated. */
public final class Feasibility {
  private static final double GIB = 1L << 30;

  private Feasibility() {}

  /**
   * Whether the pool can run the line, and if not, why.
   *
   * @throws BadInputException where problem, plan, kernel and pool do not fit each other, or where
   *     operands and scratch do not fit into the memory that is free
   */
  public static Support of(RunLine line, Pool pool) {
    return of(line, pool, Memory.availableBytes());
  }

  static Support of(RunLine line, Pool pool, long availableBytes) {
    Problem problem = line.problem();
    PlanRules.require(problem, line.plan(), sharers(line, pool));
    requireMemory(
        line,
        counted(
            () ->
                Math.addExact(
                    problem.operandBytes(pool.ranks()), pool.hostBytes(problem, line.plan()))),
        availableBytes);
    if (problem instanceof Ceiling && pool.ranks() > 1 && !ofCores(pool)) {
      return Support.no(
          "a ceiling is that of one device, and '%s' is %d; each alone has one, e.g. %s"
              .formatted(line.pool(), pool.ranks(), pool.firstDeviceAlone()));
    }
    return line.plan().equals(Plan.NONE)
        ? kernel(line, pool).supports(problem)
        : pool.supports(problem, line.plan(), line.kernel());
  }

  private static boolean ofCores(Pool pool) {
    return pool.devices().stream().allMatch(device -> device.core().isPresent());
  }

  /** The kernel that a line without a plan names, on all cores of its pool. */
  static Kernel kernel(RunLine line, Pool pool) {
    return pool.devices()
        .getFirst()
        .kernels()
        .find(line.kernel(), line.problem())
        .withThreads(threads(line, pool));
  }

  /** Threads that one execution of a kernel without a plan is shared out to. */
  static int threads(RunLine line, Pool pool) {
    return line.problem() instanceof MatMul ? pool.ranks() : 1;
  }

  /**
   * Ranks that share one execution by a plan: every core has a ceiling of its own, and a product
   * without a plan is left whole to its kernel.
   */
  private static int sharers(RunLine line, Pool pool) {
    Problem problem = line.problem();
    boolean whole = problem instanceof MatMul && line.plan().equals(Plan.NONE);
    return problem instanceof Ceiling || whole ? 1 : pool.ranks();
  }

  /**
   * Refuses a product or a layer over processes of this machine that does not fit into the memory
   * that is free: each of them has the operands whole, what a core takes beside them, room for a
   * sum that comes from another one, and the answer once more when the first one gathers it, which
   * then has it twice.
   *
   * @throws BadInputException where it does not
   */
  public static void requireJobMemory(RunLine line, int ranks) {
    requireJobMemory(line, ranks, Memory.availableBytes());
  }

  static void requireJobMemory(RunLine line, int ranks, long availableBytes) {
    requireMemory(line, counted(() -> processBytes(line, ranks)), availableBytes);
  }

  private static long processBytes(RunLine line, int ranks) {
    Problem problem = line.problem();
    long answerBytes = answerBytes(problem);
    long copies = line.plan().collective().isPresent() ? 2 : 1;
    long whole = Math.addExact(problem.operandBytes(ranks), copies * answerBytes);
    return Math.addExact(
        Math.addExact(Math.multiplyExact(whole, ranks), answerBytes),
        CoreMemory.bytes(problem, line.plan(), ranks));
  }

  private static long answerBytes(Problem problem) {
    return switch (problem) {
      case MatMul product -> (long) product.m() * product.n() * product.dtype().bytes();
      case Mlp mlp -> (long) mlp.tokens() * mlp.hidden() * mlp.dtype().bytes();
      default -> 0;
    };
  }

  private static void requireMemory(RunLine line, OptionalLong neededBytes, long availableBytes) {
    if (neededBytes.isEmpty() || neededBytes.getAsLong() > availableBytes) {
      throw new BadInputException(
          "'%s | %s | %s' takes %s GiB of memory, and %s GiB are free; legal: a smaller problem"
              .formatted(
                  line.problem().text(),
                  line.plan(),
                  line.pool(),
                  gib(neededBytes),
                  gib(availableBytes)));
    }
  }

  /** Empty where there are more than can be counted. */
  private static OptionalLong counted(LongSupplier bytes) {
    try {
      return OptionalLong.of(bytes.getAsLong());
    } catch (ArithmeticException _) {
      return OptionalLong.empty();
    }
  }

  private static String gib(OptionalLong bytes) {
    return bytes.isPresent() ? gib(bytes.getAsLong()) : "more than " + gib(Long.MAX_VALUE);
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / GIB);
  }
}
