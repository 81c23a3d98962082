package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.bridge.os.Affinity;
import dev.muster.kernels.problem.ReduceOp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Host and core of every rank of a job, told to all of them. Every process has to ask the same. */
final class RankNames {
  private static final int NAME_BYTES = 256;

  private final Mpi mpi;

  RankNames(Mpi mpi) {
    this.mpi = mpi;
  }

  /** One name per rank, in order. */
  List<String> all() {
    return told("%s/core-%d".formatted(mpi.processorName(), cpu()));
  }

  /**
   * The CPU that this process should run on: one of its own among those that its launcher allows
   * it, where ranks that are allowed the same are not more than these.
   */
  int cpu() {
    List<Integer> cpus = Affinity.cpus();
    List<String> places = told("%08x %s".formatted(cpus.hashCode(), mpi.processorName()));
    return cpus.get(numberAmongEquals(places, mpi.rank()) % cpus.size());
  }

  /** How many before it are the same. */
  static int numberAmongEquals(List<String> places, int rank) {
    return (int) places.subList(0, rank).stream().filter(places.get(rank)::equals).count();
  }

  /** What each rank says, in order; each fills in its own part of a sum. */
  private List<String> told(String own) {
    byte[] mine = own.getBytes(StandardCharsets.UTF_8);
    double[] characters = new double[mpi.size() * NAME_BYTES];
    for (int i = 0; i < Math.min(mine.length, NAME_BYTES); i++) {
      characters[mpi.rank() * NAME_BYTES + i] = mine[i];
    }
    double[] everyones = new MpiDoubles(mpi).combine(ReduceOp.SUM, characters);
    return IntStream.range(0, mpi.size()).mapToObj(rank -> name(everyones, rank)).toList();
  }

  private static String name(double[] everyones, int rank) {
    double[] characters = Arrays.copyOfRange(everyones, rank * NAME_BYTES, (rank + 1) * NAME_BYTES);
    byte[] bytes = new byte[NAME_BYTES];
    int length = 0;
    while (length < NAME_BYTES && characters[length] != 0) {
      bytes[length] = (byte) characters[length];
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
