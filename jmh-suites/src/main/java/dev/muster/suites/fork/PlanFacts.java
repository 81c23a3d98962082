package dev.muster.suites.fork;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Verdict;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.results.Counters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a result says of a plan on a pool, whichever process ran it. */
public final class PlanFacts {
  private PlanFacts() {}

  /** What really ran, by name. */
  public static Map<String, String> ran(Pool pool, BoundPlan bound) {
    Map<String, String> ran = new HashMap<>();
    ran.put("kernel", bound.description());
    List<Device> devices = pool.devices();
    for (int rank = 0; rank < devices.size(); rank++) {
      ran.put("rank" + rank, devices.get(rank).id() + ": " + devices.get(rank).description());
    }
    addNotes(pool, ran);
    return ran;
  }

  /** Adds what a reader of the result must know of the pool, if there is anything. */
  static void addNotes(Pool pool, Map<String, String> ran) {
    List<String> notes = pool.notes();
    if (!notes.isEmpty()) {
      ran.put("notes", String.join("; ", notes));
    }
  }

  /** The counters that follow from the line, and do not depend on how long it took. */
  public static Map<String, Double> counters(
      Problem problem, Plan plan, Pool pool, BoundPlan bound) {
    Map<String, Double> counters = new HashMap<>();
    counters.put(Counters.FLOPS, problem.flops());
    counters.put(Counters.BYTES, (double) problem.bytes());
    counters.put(Counters.WIRE_BYTES, (double) bound.wireBytes());
    counters.put(Counters.RANKS, (double) pool.ranks());
    if (problem instanceof MatMul product) {
      counters.put(Counters.OVER_BOUND, ProductFacts.of(product, plan, pool.ranks()).overBound());
    }
    return counters;
  }

  /** Whether ranks are done each in its own time: where they join, the last one keeps all. */
  public static boolean finishesByRank(Plan plan, Pool pool) {
    return pool.ranks() > 1 && plan.collective().isEmpty();
  }

  /** By how much the last rank is done after the first, of its own time, from 0 to 1. */
  public static double finishApart(double firstNanos, double lastNanos) {
    return lastNanos == 0 ? 0 : 1 - firstNanos / lastNanos;
  }

  /** A verdict as it is stored. */
  public static dev.muster.results.Verdict stored(Verdict verdict) {
    return new dev.muster.results.Verdict(
        verdict.checkedCount(), verdict.wrongCount(), verdict.worst());
  }
}
