package dev.muster.suites.measure;

import java.util.List;

/**
 * A pool that can be measured here, or a reason why one cannot.
 *
 * @param pool its text; empty where there is only a reason
 * @param description for people
 * @param facts what a reader wants to know: vendor, driver, version, units
 * @param ranks devices that work together
 * @param one text of the pool of its first device alone
 * @param kernels words of the kernels that compute a product there; the first one reduces too
 * @param peak text of the problem that shows the peak of its first device; empty where it has none
 */
public record Discovered(
    String pool,
    String description,
    List<String> facts,
    int ranks,
    String one,
    List<String> kernels,
    String peak) {
  public Discovered {
    facts = List.copyOf(facts);
    kernels = List.copyOf(kernels);
  }

  /** Something that is missing, and how to get it. */
  public static Discovered missing(String description, List<String> facts) {
    return new Discovered("", description, facts, 0, "", List.of(), "");
  }

  /** True where there is a pool and not just a reason. */
  public boolean present() {
    return !pool.isEmpty();
  }
}
