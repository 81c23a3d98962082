package dev.muster.kernels.contract;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Transposition;
import dev.muster.kernels.roofline.DotPeak;
import dev.muster.kernels.roofline.EnginePeak;
import dev.muster.kernels.roofline.FmaPeak;
import dev.muster.kernels.roofline.Launch;
import dev.muster.kernels.roofline.LocalReads;
import dev.muster.kernels.roofline.StreamCopy;
import dev.muster.kernels.roofline.StreamTriad;
import dev.muster.kernels.roofline.Transfer;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The problems that the contract puts to a kernel, by the kind that it computes. */
public final class Cases {
  private static final long SEED = 20261124;
  private static final List<Transposition> TRANSPOSED =
      List.of(Transposition.NT, Transposition.TN, Transposition.TT);
  private static final int[] SIZES = {
    0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 97, 130
  };

  /** Beyond one block of every loop: kc is at most 512, mc at most 1024, nc at most 8192. */
  private static final int[][] LARGE_SHAPES = {
    {1, 1, 1031}, {337, 33, 600}, {1033, 17, 40}, {3, 8200, 5}, {131, 127, 521}, {64, 1, 64}
  };

  private static final Map<Class<? extends Problem>, Function<DType, Stream<Problem>>> EDGES =
      Map.ofEntries(
          Map.entry(MatMul.class, Cases::products),
          Map.entry(Collective.class, Cases::collectives),
          Map.entry(
              ReduceLocal.class,
              dtype ->
                  reductions(counts(), ReduceOp.ofTwo(), (op, n) -> new ReduceLocal(dtype, op, n))),
          Map.entry(StreamCopy.class, dtype -> counts().map(n -> new StreamCopy(dtype, n))),
          Map.entry(StreamTriad.class, dtype -> counts().map(n -> new StreamTriad(dtype, n))),
          Map.entry(
              Transfer.class,
              dtype ->
                  Arrays.stream(Transfer.Way.values())
                      .flatMap(way -> fewCounts().map(n -> new Transfer(way, dtype, n)))),
          Map.entry(Launch.class, dtype -> Stream.of(new Launch(dtype))),
          Map.entry(
              LocalReads.class,
              dtype -> Stream.of(1, 67, 1000).map(items -> new LocalReads(dtype, items))),
          Map.entry(
              EnginePeak.class,
              dtype -> dtype.isHalf() ? Stream.of(new EnginePeak(dtype, 1)) : Stream.of()),
          Map.entry(
              FmaPeak.class,
              dtype ->
                  Stream.of(1, 2, 4, 8, 16)
                      .flatMap(
                          lanes ->
                              Stream.of(1, 67).map(items -> new FmaPeak(dtype, lanes, items)))),
          Map.entry(
              DotPeak.class,
              dtype -> dtype == DType.I32 ? Stream.of(1, 67).map(DotPeak::new) : Stream.of()));

  private Cases() {}

  /** Sizes 0 and 1, around lanes, tiles and blocks, and primes. */
  public static List<Problem> edges(Class<? extends Problem> kind, DType dtype) {
    return EDGES.get(kind).apply(dtype).toList();
  }

  private static Stream<Long> counts() {
    return LongStream.concat(LongStream.rangeClosed(0, 67), LongStream.of(127, 1009, 65_537))
        .boxed();
  }

  private static Stream<Long> fewCounts() {
    return Stream.of(0L, 1L, 5L, 37L, 1009L);
  }

  /** All-reduces of f32 of every length; the other types take the same way. */
  private static Stream<Problem> collectives(DType dtype) {
    return Arrays.stream(CollectiveKind.values())
        .flatMap(
            kind ->
                kind == CollectiveKind.ALL_REDUCE
                    ? reductions(
                        dtype == DType.F32 ? counts() : fewCounts(),
                        List.of(ReduceOp.values()),
                        (op, n) -> Collective.allReduce(dtype, op, n, SEED))
                    : fewCounts().flatMap(n -> collectives(kind, dtype, n)));
  }

  private static Stream<Problem> collectives(CollectiveKind kind, DType dtype, long count) {
    List<Problem> problems = new ArrayList<>();
    problems.add(new Collective(kind, dtype, ReduceOp.SUM, count, SEED));
    if (kind.combines()) {
      problems.add(new Collective(kind, dtype, ReduceOp.AVG, count, SEED));
    }
    return problems.stream();
  }

  /** Sums of every length; the other operations take the same way, and a few lengths do. */
  private static Stream<Problem> reductions(
      Stream<Long> counts, List<ReduceOp> ops, BiFunction<ReduceOp, Long, Problem> problem) {
    List<Long> ofSum = counts.toList();
    return ops.stream()
        .flatMap(
            op ->
                (op == ReduceOp.SUM ? ofSum : List.of(1L, 37L, 1009L))
                    .stream().map(count -> problem.apply(op, count)));
  }

  /** Halves take the way of f32 but for their conversions: some shapes do. */
  private static Stream<Problem> products(DType dtype) {
    List<Problem> problems = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED);
    double[] scalars = {0, 1, -1, 0.7};
    for (int i = 0; i < 150; i++) {
      int m = SIZES[random.nextInt(SIZES.length)];
      int n = SIZES[random.nextInt(SIZES.length)];
      int k = SIZES[random.nextInt(SIZES.length)];
      double alpha = i % 3 == 0 ? scalars[random.nextInt(4)] : 1;
      double beta = i % 2 == 0 ? scalars[random.nextInt(4)] : 0;
      problems.add(new MatMul(dtype, m, n, k, trans(i), alpha, beta, i));
    }
    for (int i = 0; i < LARGE_SHAPES.length; i++) {
      MatMul large = new MatMul(dtype, LARGE_SHAPES[i][0], LARGE_SHAPES[i][1], LARGE_SHAPES[i][2]);
      problems.add(large);
      problems.add(large.withBeta(1));
      problems.add(large.withTrans(trans(i)));
    }
    return IntStream.range(0, problems.size())
        .filter(i -> !dtype.isHalf() || i % 11 == 0)
        .mapToObj(problems::get);
  }

  /** Plain operands half of the time, since some kernels know no others. */
  private static Transposition trans(int i) {
    return i % 2 == 0 ? Transposition.NN : TRANSPOSED.get((i / 2) % 3);
  }
}
