package dev.muster.offload.pool;

import dev.muster.kernels.problem.BadInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All kinds of pools that are on the class path. */
public final class Pools {
  private static final List<PoolType> TYPES =
      ServiceLoader.load(PoolType.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(PoolType::name))
          .toList();

  private Pools() {}

  public static List<PoolType> types() {
    return TYPES;
  }

  /** Stands between the pools of a mixed one. */
  private static final String AND = "+";

  /**
   * Opens the pool with this text form, e.g. {@code cpu:2}, or {@code cpu:1+opencl:0}.
   *
   * @throws BadInputException naming the bad part and the legal values
   * @throws UnsupportedPoolException where this machine lacks what the pool needs
   */
  public static Pool open(String text) {
    String pool = text.strip();
    return pool.contains(AND) ? mixed(pool) : one(pool);
  }

  private static Pool mixed(String text) {
    List<ThreadedPool> pools = new ArrayList<>();
    try {
      for (String part : text.split(Pattern.quote(AND), -1)) {
        if (one(part.strip()) instanceof ThreadedPool pool) {
          pools.add(pool);
        } else {
          throw new BadInputException(
              "pool '%s' has a part of other processes; legal: cpu and opencl".formatted(text));
        }
      }
      return new MixedPool(text, pools);
    } catch (RuntimeException e) {
      pools.forEach(Pool::close);
      throw e;
    }
  }

  private static Pool one(String pool) {
    int colon = pool.indexOf(':');
    return type(colon < 0 ? pool : pool.substring(0, colon), pool)
        .open(colon < 0 ? "" : pool.substring(colon + 1));
  }

  private static PoolType type(String name, String pool) {
    return TYPES.stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown pool '%s'; legal: %s"
                        .formatted(
                            pool,
                            TYPES.stream().map(PoolType::form).collect(Collectors.joining(", ")))));
  }
}
