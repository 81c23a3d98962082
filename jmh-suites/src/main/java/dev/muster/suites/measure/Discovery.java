package dev.muster.suites.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.PoolType;
import dev.muster.offload.pool.Pools;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds what can be measured here. Each kind of pool is asked in a process of its own, since a bad
 * driver may end the process that loads it.
 */
public final class Discovery {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long LIMIT_SECONDS = 60;

  /** The specification is slow: named last. */
  private static final String SLOWEST_KERNEL = "scalar";

  private Discovery() {}

  /** All pools of all kinds, and the reasons for those that are missing. */
  public static List<Discovered> all() {
    List<Discovered> found = new ArrayList<>();
    for (PoolType type : Pools.types()) {
      found.addAll(inOwnProcess(type.name()));
    }
    return found;
  }

  private static List<Discovered> inOwnProcess(String type) {
    try {
      Process child = Child.command(DiscoveryMain.class, type).start();
      child.getOutputStream().close();
      Thread limit = Thread.ofPlatform().daemon().start(() -> endIfHanging(child));
      byte[] output = child.getInputStream().readAllBytes();
      int exit = child.waitFor();
      limit.interrupt();
      return parse(type, new String(output, StandardCharsets.UTF_8), exit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking for devices", e);
    }
  }

  private static void endIfHanging(Process child) {
    try {
      if (!child.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The last line of the output: a driver may print whatever it likes before. */
  private static List<Discovered> parse(String type, String output, int exit) {
    List<String> lines = output.lines().toList();
    if (exit != 0 || lines.isEmpty()) {
      return List.of(
          Discovered.missing(
              "%s: looking for devices ended with exit code %d; a driver may have crashed"
                  .formatted(type, exit),
              List.of()));
    }
    try {
      return List.of(JSON.readValue(lines.getLast(), Discovered[].class));
    } catch (JsonProcessingException e) {
      return List.of(
          Discovered.missing(
              "%s: looking for devices gave no answer: %s".formatted(type, lines.getLast()),
              List.of()));
    }
  }

  /** What one kind of pool has here, in this process, as one line of JSON. */
  static String describe(String type) {
    PoolType poolType =
        Pools.types().stream().filter(t -> t.name().equals(type)).findFirst().orElseThrow();
    List<Discovered> found = poolType.discover().stream().map(Discovery::open).toList();
    try {
      return JSON.writeValueAsString(found);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Discovered open(PoolType.Found found) {
    if (found.pool().isEmpty()) {
      return Discovered.missing(found.description(), found.facts());
    }
    try (Pool pool = Pools.open(found.pool())) {
      return new Discovered(
          found.pool(),
          found.description(),
          found.facts(),
          pool.ranks(),
          pool.firstDeviceAlone(),
          kernels(pool));
    } catch (UnsupportedPoolException e) {
      return Discovered.missing(found.pool() + ": " + e.getMessage(), found.facts());
    }
  }

  private static List<String> kernels(Pool pool) {
    MatMul anyProduct = new MatMul(DType.F32, 1, 1, 1);
    return pool.devices().getFirst().kernels().computing(anyProduct).stream()
        .map(Kernel::name)
        .sorted(Comparator.comparing(SLOWEST_KERNEL::equals))
        .toList();
  }
}
