package dev.muster.offload.pool;

import dev.muster.kernels.problem.BadInputException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One kind of pool, found by {@link java.util.ServiceLoader}. */
public interface PoolType {

  /** The word before the colon, e.g. {@code opencl}. */
  String name();

  /** The form to show to someone who mistyped it, e.g. {@code opencl:DEVICE[/PARTS]}. */
  String form();

  /**
   * Opens the pool with this text form.
   *
   * @param argument what follows the colon
   * @throws BadInputException naming the bad part and what there is instead
   * @throws UnsupportedPoolException where this machine lacks what the pool needs
   */
  Pool open(String argument);

  /**
   * What can be measured here with this kind of pool. May load drivers, and a bad driver may end
   * the process: ask in a process of its own.
   */
  List<Found> discover();

  /**
   * Which drivers end the process that loads them, each as a sentence that says how to leave it
   * out; asked after {@link #discover} has not come to its end. None is loaded here.
   *
   * @param survives whether a process that discovers, with these variables in its environment,
   *     comes to its end
   */
  default List<String> driversThatFail(Predicate<Map<String, String>> survives) {
    return List.of();
  }

  /**
   * Something that can be measured, or a reason why not.
   *
   * @param pool text of the pool; empty where there is only a reason
   * @param description for people
   * @param facts what a reader of the result wants to know: vendor, driver, version, units
   */
  record Found(String pool, String description, List<String> facts) {}
}
