package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many ranks a pool has, by its text where that says it: the machine may be another one. */
public final class PoolSize {
  /** Cores, processes of MPI with or without its maker, and the parts of a device. */
  private static final Pattern SAID =
      Pattern.compile("(?:cpu:|mpi:|[^:/]+:[^/+]+/)([1-9]\\d{0,6})|mpi:([1-9]\\d{0,6}):[a-z]+");

  private PoolSize() {}

  /**
   * The ranks of the pool with this text.
   *
   * @throws BadInputException where nothing but its driver could tell, and that does not
   */
  public static int of(String pool) {
    return Arrays.stream(pool.split("\\+", -1)).mapToInt(PoolSize::ofOne).sum();
  }

  /** Where its text says it. */
  static OptionalInt said(String pool) {
    Matcher said = SAID.matcher(pool.strip());
    return said.matches()
        ? OptionalInt.of(Integer.parseInt(said.group(1) == null ? said.group(2) : said.group(1)))
        : OptionalInt.empty();
  }

  private static int ofOne(String pool) {
    OptionalInt said = said(pool);
    if (said.isPresent()) {
      return said.getAsInt();
    }
    if (PoolFacts.isCpu(pool.strip())) {
      // Says what is legal: all others of these say their size.
      try (Pool cores = Pools.open(pool.strip())) {
        return cores.ranks();
      }
    }
    PoolFacts facts = PoolFacts.of(pool.strip());
    if (!facts.trouble().isEmpty()) {
      throw new BadInputException(facts.trouble());
    }
    return facts.ranks();
  }
}
