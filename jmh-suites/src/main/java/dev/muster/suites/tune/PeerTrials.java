package dev.muster.suites.tune;

import dev.muster.bridge.blas.Identity;
import dev.muster.bridge.blas.PeerMatMul;
import dev.muster.bridge.os.Affinity;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Support;
import dev.muster.suites.measure.Child;
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
  static Trial run(String kernel, String setting) {
    return Trial.of(Child.ask(PeerTrials.class, kernel, setting), setting);
  }

  /** In the process of the child; arguments are the word of the kernel and the setting. */
  public static void main(String[] args) {
    Child.answer(measure(args[0], args[1]));
  }

  private static Trial measure(String kernel, String setting) {
    Affinity.pin(Affinity.cpus().getFirst());
    String text = setting.isEmpty() ? kernel : kernel + ":" + setting;
    Map<String, Double> gflops = new HashMap<>();
    for (Problem problem : PROBLEMS.stream().map(Problems::parse).toList()) {
      PeerMatMul peer = peer(text, problem);
      if (peer.supports(problem) instanceof Support.Yes) {
        TrialRun run = TrialRun.of(peer, problem, SECONDS_PER_PROBLEM);
        if (!run.verdict().correct()) {
          return Trial.wrong(setting, run.verdict());
        }
        gflops.put(problem.text(), run.gflops());
      }
    }
    return trial(text, setting, gflops);
  }

  private static PeerMatMul peer(String text, Problem problem) {
    return (PeerMatMul) Kernels.cpu().find(text, problem);
  }

  /** Every library has products of the first type: if not that one, then none is supported. */
  private static Trial trial(String text, String setting, Map<String, Double> gflops) {
    Problem first = Problems.parse(PROBLEMS.getFirst());
    PeerMatMul peer = peer(text, first);
    if (peer.supports(first) instanceof Support.No no) {
      return Trial.failed(setting, no.reason());
    }
    Identity identity = peer.identity().orElseThrow();
    return new Trial(setting, identity.origin(), identity.version(), identity.facts(), gflops, "");
  }
}
