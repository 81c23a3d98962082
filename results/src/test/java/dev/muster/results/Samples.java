package dev.muster.results;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Results and what they are made of, for tests. */
public final class Samples {
  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  public static final Environment ENVIRONMENT =
      new Environment(
          "box",
          "Debian GNU/Linux 13",
          "Linux 6.12 x86_64",
          "AMD EPYC",
          List.of("avx2", "fma"),
          2,
          2,
          49152,
          1 << 20,
          32 << 20,
          16L << 30,
          "Eclipse Adoptium 25.0.3",
          List.of("-Xmx4g"),
          "0123abc",
          "0.1.0",
          Map.of("governor", "performance"));

  private Samples() {}

  /** A result that was checked, not yet ended. */
  public static Result.Builder of(String section, String line) {
    return Result.of(section, RepeatLine.parse(line), ENVIRONMENT)
        .settings("forks=1")
        .startedAt(NOON)
        .verdict(new Verdict(100, 0, ""));
  }

  /** One fork with one sample. */
  public static List<List<Double>> seconds(double seconds) {
    return List.of(List.of(seconds));
  }

  public static Result fmaPeak(String pool, double gflops) {
    return of("ceiling", "fma:f32:16 | - | " + pool + " | vector")
        .counter(Counters.FLOPS, gflops * 1e5)
        .counter(Counters.BYTES, 0)
        .counter(Counters.RANKS, 1)
        .measured(seconds(1e-4));
  }

  /** A product of 1024³ on one core, against the peak of one core. */
  public static Result matmul(String kernel, double seconds) {
    return of("matmul", "matmul:f32:1024x1024x1024 | - | cpu:1 | " + kernel)
        .counter(Counters.FLOPS, 2.0 * (1 << 30))
        .counter(Counters.RANKS, 1)
        .reference(References.FMA_PEAK, RepeatLine.parse("fma:f32:16 | - | cpu:1 | vector"))
        .measured(seconds(seconds));
  }

  /** The same product over two cores, against one. */
  public static Result pool(String plan, double seconds) {
    return of("pool", "matmul:f32:1024x1024x1024 | " + plan + " | cpu:2 | vector")
        .counter(Counters.FLOPS, 2.0 * (1 << 30))
        .counter(Counters.RANKS, 2)
        .counter(Counters.COMMUNICATION_SHARE, 0.125)
        .reference(
            References.ONE_DEVICE,
            RepeatLine.parse("matmul:f32:1024x1024x1024 | - | cpu:1 | vector"))
        .measured(seconds(seconds));
  }

  /** A ring of 64 MiB over two ranks. */
  public static Result allReduce(double seconds) {
    return of("allreduce", "allreduce:f32:sum:64MiB | ring | cpu:2 | vector")
        .counter(Counters.BYTES, 64 << 20)
        .counter(Counters.COUNT, 16 << 20)
        .counter(Counters.WIRE_BYTES, 128 << 20)
        .counter(Counters.RANKS, 2)
        .measured(seconds(seconds));
  }
}
