package dev.muster.suites.tune;

import dev.muster.bridge.blas.Identity;
import dev.muster.bridge.blas.PeerMatMul;
import dev.muster.bridge.os.Affinity;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Verdict;
import dev.muster.offload.pool.Clock;
import dev.muster.suites.measure.Child;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries one setting of a library, in a process of its own: a library reads its setting once, and
 * one that this processor cannot run ends the process.
 */
public final class PeerTrials {
  /** Small enough to show what a call costs, large enough to show the inner loop; both types. */
  static final List<String> PROBLEMS =
      List.of("matmul:f32:256x256x256", "matmul:f32:1024x1024x1024", "matmul:f64:512x512x512");

  private static final double SECONDS_PER_PROBLEM = 0.3;

  private PeerTrials() {}

  /** Asks a child; what it does not survive is a failed trial. */
  static PeerTrial run(String kernel, String setting) {
    Child.Answer answer = Child.ask(PeerTrials.class, kernel, setting);
    return answer
        .read(PeerTrial.class)
        .orElseGet(
            () ->
                PeerTrial.failed(
                    setting, "the process ended with exit code %d".formatted(answer.exitCode())));
  }

  /** In the process of the child; arguments are the word of the kernel and the setting. */
  public static void main(String[] args) {
    Child.answer(measure(args[0], args[1]));
  }

  private static PeerTrial measure(String kernel, String setting) {
    Affinity.pin(Affinity.cpus().getFirst());
    String text = setting.isEmpty() ? kernel : kernel + ":" + setting;
    Map<String, Double> gflops = new HashMap<>();
    for (Problem problem : PROBLEMS.stream().map(Problems::parse).toList()) {
      PeerMatMul peer = peer(text, problem);
      if (peer.supports(problem) instanceof Support.Yes) {
        Verdict verdict = measure(peer, problem, gflops);
        if (!verdict.correct()) {
          return PeerTrial.failed(setting, verdict.toString());
        }
      }
    }
    return trial(text, setting, gflops);
  }

  private static PeerMatMul peer(String text, Problem problem) {
    return (PeerMatMul) Kernels.cpu().find(text, problem);
  }

  /** Adds the rate, unless the answer is wrong. */
  private static Verdict measure(
      PeerMatMul peer, Problem problem, Map<String, Double> gflopsByProblem) {
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = problem.allocate(arena, 1);
      try (BoundKernel bound = peer.bind(problem, operands)) {
        Verdict verdict = check(problem, operands, bound);
        if (verdict.correct()) {
          gflopsByProblem.put(problem.text(), problem.flops() / fastestSeconds(bound) * 1e-9);
        }
        return verdict;
      }
    }
  }

  /** Every library has products of the first type: if not that one, then none is supported. */
  private static PeerTrial trial(String text, String setting, Map<String, Double> gflops) {
    Problem first = Problems.parse(PROBLEMS.getFirst());
    PeerMatMul peer = peer(text, first);
    if (peer.supports(first) instanceof Support.No no) {
      return PeerTrial.failed(setting, no.reason());
    }
    Identity identity = peer.identity().orElseThrow();
    return new PeerTrial(
        setting, identity.origin(), identity.version(), identity.facts(), gflops, "");
  }

  private static Verdict check(Problem problem, Operands operands, BoundKernel bound) {
    problem.fill(operands, Fill.uniform());
    bound.run();
    return problem.judge(operands, Fill.uniform());
  }

  private static double fastestSeconds(BoundKernel bound) {
    Clock clock = Clock.real();
    long begin = clock.nanos();
    double fastestSeconds = Double.MAX_VALUE;
    long end = begin;
    while ((end - begin) * 1e-9 < SECONDS_PER_PROBLEM) {
      long start = clock.nanos();
      bound.run();
      end = clock.nanos();
      fastestSeconds = Math.min(fastestSeconds, (end - start) * 1e-9);
    }
    return fastestSeconds;
  }
}
