package dev.muster.suites.tune;

import dev.muster.kernels.matmul.Blocking;
import dev.muster.kernels.matmul.MicroTile;
import dev.muster.kernels.matmul.Tiling;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.vector.VectorBits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Searches the fastest tile and blocks of the vector kernel on this machine, around those that
 * follow from its caches, and stores them for {@link CpuChoices}. Takes about five seconds for each
 * of some twenty.
 */
public final class CpuSearch {
  /** Rows × vectors worth trying, by the width of a vector: as many as there are registers for. */
  private static final List<String> TILES_512 = List.of("6x4", "8x3", "12x2", "14x2");

  private static final List<String> TILES_256 = List.of("3x3", "4x2", "5x2", "6x2", "4x3");
  private static final List<String> TILES_128 = List.of("5x2", "3x3", "4x2");

  private final DType dtype;
  private final Consumer<Trial> tried;
  private final List<Trial> trials = new ArrayList<>();

  private CpuSearch(DType dtype, Consumer<Trial> tried) {
    this.dtype = dtype;
    this.tried = tried;
  }

  /**
   * Searches and stores.
   *
   * @param tried is told each trial as it ends; the first is what the caches ask for
   * @throws BadInputException where the choice cannot be stored, or what the caches ask for cannot
   *     be tried
   */
  public static Choice search(DType dtype, Consumer<Trial> tried) {
    ChoiceStore store = ChoiceStore.ofCpu(ChoiceStore.cacheFolder());
    store.requireWritable();
    Choice choice = new CpuSearch(dtype, tried).choice();
    store.write(dtype.toString(), choice);
    return choice;
  }

  private Choice choice() {
    Tiling modelled = Tiling.of(MicroTile.preferred(dtype, VectorBits.preferred()));
    Tiling best = modelled;
    double score = score(modelled);
    Trial first = trials.getFirst();
    if (!first.usable()) {
      throw new BadInputException(
          "%s: %s cannot be tried: %s; nothing is changed"
              .formatted(dtype, first.setting(), first.complaint()));
    }
    for (Tiling tiling : (Iterable<Tiling>) tilings(modelled)::iterator) {
      double other = score(tiling);
      if (other > score) {
        best = tiling;
        score = other;
      }
    }
    for (int dimension = 0; dimension < 3; dimension++) {
      for (Tiling step : steps(best, dimension)) {
        double other = score(step);
        if (other > score) {
          best = step;
          score = other;
        }
      }
    }
    return Choice.of(
        ChoiceStore.machine(),
        trials,
        fastest ->
            Rematch.won(
                setting -> CpuTrials.run(dtype, setting), modelled.setting(), fastest.setting()));
  }

  private double score(Tiling tiling) {
    Trial trial = CpuTrials.run(dtype, tiling.setting());
    tried.accept(trial);
    trials.add(trial);
    return trial.score();
  }

  /** All other tiles, each with the blocks that the caches ask for. */
  private Stream<Tiling> tilings(Tiling modelled) {
    return VectorBits.LEGAL.stream()
        .filter(bits -> bits <= VectorBits.preferred() && 2 * bits >= VectorBits.preferred())
        .flatMap(
            bits -> tiles(bits).stream().map(text -> Tiling.of(MicroTile.parse(text, dtype, bits))))
        .filter(tiling -> !tiling.tile().equals(modelled.tile()));
  }

  private static List<String> tiles(int bits) {
    return switch (bits) {
      case 512 -> TILES_512;
      case 256 -> TILES_256;
      default -> TILES_128;
    };
  }

  /** Half and twice of one of the three blocks. */
  private static List<Tiling> steps(Tiling tiling, int dimension) {
    Blocking from = tiling.blocking();
    return Stream.of(0.5, 2.0)
        .map(
            factor ->
                new Tiling(
                    tiling.tile(),
                    new Blocking(
                        scaled(from.kc(), factor, dimension == 0),
                        scaled(from.mc(), factor, dimension == 1),
                        scaled(from.nc(), factor, dimension == 2))))
        .toList();
  }

  private static int scaled(int size, double factor, boolean chosen) {
    return chosen ? (int) Math.max(1, size * factor) : size;
  }
}
