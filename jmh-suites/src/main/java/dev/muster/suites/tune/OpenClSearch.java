package dev.muster.suites.tune;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.opencl.OpenClMatMul;
import dev.muster.offload.opencl.ShapeClass;
import dev.muster.offload.pool.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Searches the fastest tile for one class of products on one device of OpenCL, and stores it for
 * {@link OpenClChoices}: first a few tiles of every kind, then whatever is a step away from the
 * best so far, on from the first that is clearly faster, until nothing there is or the time is up.
 * What was tried is kept as it goes, until {@link #forget}, so that a search which was ended goes
 * on where it was.
 */
public final class OpenClSearch {
  private static final int FINALIST_COUNT = 4;
  private static final int FINAL_ROUND_COUNT = 2;

  /** So much faster that the search goes on from there. */
  private static final double CLEARLY = 1.01;

  /** Of the budget; the rest is for the finals. */
  private static final double SEARCH_SHARE = 0.75;

  private final String pool;
  private final DType dtype;
  private final ShapeClass shapes;
  private final OpenClTrials.Subject subject;
  private final ChoiceStore store = ChoiceStore.ofOpenCl(ChoiceStore.cacheFolder());
  private final String name;
  private final Unfinished unfinished;
  private final List<Trial> inOrder = new ArrayList<>();
  private final Clock clock = Clock.real();
  private Consumer<Trial> tried = _ -> {};
  private double budgetSeconds;
  private long begin;

  /**
   * Looks at the device.
   *
   * @param pool its text, e.g. {@code opencl:0}
   * @throws BadInputException where it cannot be tuned, saying why
   */
  public OpenClSearch(String pool, DType dtype, ShapeClass shapes) {
    this.pool = pool;
    this.dtype = dtype;
    this.shapes = shapes;
    this.subject = OpenClTrials.subject(pool, dtype, shapes);
    if (!subject.complaint().isEmpty()) {
      throw new BadInputException(subject.complaint());
    }
    this.name = OpenClChoices.name(subject.identity(), dtype, shapes);
    this.unfinished = new Unfinished(store, name + "-unfinished", subject.identity());
  }

  /** The class of products that it is for. */
  public ShapeClass shapes() {
    return shapes;
  }

  /**
   * Searches and stores; once.
   *
   * @param seconds for all of it
   * @param each is told each trial as it ends, and one that ends otherwise when it is repeated; the
   *     first is what would be taken without a search
   * @throws BadInputException where no tile can be used, or the choice not be stored
   */
  public Choice search(double seconds, Consumer<Trial> each) {
    begin = clock.nanos();
    budgetSeconds = seconds;
    tried = each;
    Map<String, Trial> known = new LinkedHashMap<>();
    unfinished.trials().forEach(trial -> known.put(trial.setting(), trial));
    for (String setting : subject.candidates()) {
      score(setting, known);
    }
    for (String best = ""; !best.equals(best().setting()) && timeIsLeft(); ) {
      Trial from = best();
      best = from.setting();
      for (String setting : OpenClMatMul.neighbours(best)) {
        score(setting, known);
        if (best().score() > CLEARLY * from.score()) {
          break;
        }
      }
    }
    Trial fastest = fastestOfFinals();
    if (!fastest.usable()) {
      throw new BadInputException(
          "no tile can be used on '%s': %s".formatted(pool, fastest.complaint()));
    }
    Choice choice =
        new Choice(
            subject.identity(),
            subject.identity(),
            OpenClTrials.version(),
            fastest.setting(),
            inOrder);
    store.write(name, choice);
    return choice;
  }

  /** The next search begins anew; for when all that belong together are done. */
  public void forget() {
    unfinished.forget();
  }

  /**
   * Copies what was stored, to be put into the cache folder of another machine with such a device.
   *
   * @throws BadInputException where the folder cannot be written
   */
  public void export(Path folder) {
    store.copy(name, folder);
  }

  /**
   * A machine is faster at one time than at another: the few best, and the first, have more tries,
   * in turns, for which the best and the first have time in any case. One that is hardly faster
   * than the first is not taken.
   */
  private Trial fastestOfFinals() {
    List<Trial> finalists =
        new ArrayList<>(
            inOrder.stream()
                .filter(Trial::usable)
                .sorted(Comparator.comparingDouble(Trial::score).reversed())
                .limit(FINALIST_COUNT)
                .toList());
    Trial first = inOrder.getFirst();
    if (!finalists.contains(first)) {
      finalists.add(first);
    }
    if (finalists.size() == 1) {
      return first;
    }
    Map<String, Trial> best = new HashMap<>();
    for (int round = 0; round < FINAL_ROUND_COUNT && (round == 0 || isLeft(1)); round++) {
      for (Trial finalist : finalists) {
        boolean decides = finalist.equals(finalists.getFirst()) || finalist.equals(first);
        if ((round == 0 && decides) || isLeft(1)) {
          best.merge(finalist.setting(), repeated(finalist.setting()), OpenClSearch::better);
        }
      }
    }
    Trial fastest =
        best.values().stream().max(Comparator.comparingDouble(Trial::score)).orElseThrow();
    Trial firstAtItsBest = best.get(first.setting());
    return fastest.beats(firstAtItsBest) ? fastest : firstAtItsBest;
  }

  private Trial repeated(String setting) {
    Trial trial = OpenClTrials.run(pool, dtype, shapes, setting);
    if (!trial.usable()) {
      tried.accept(trial);
    }
    return trial;
  }

  /** Of two tries of one tile; what failed once is not to be relied on. */
  private static Trial better(Trial x, Trial y) {
    if (!x.usable() || !y.usable()) {
      return x.usable() ? y : x;
    }
    return y.score() > x.score() ? y : x;
  }

  private boolean timeIsLeft() {
    return isLeft(SEARCH_SHARE);
  }

  private boolean isLeft(double share) {
    return (clock.nanos() - begin) * 1e-9 < share * budgetSeconds;
  }

  private Trial best() {
    return inOrder.stream().reduce((x, y) -> y.score() > x.score() ? y : x).orElseThrow();
  }

  /**
   * The first is tried in any case.
   *
   * @param known trials of a search that was ended, as far as this one has not come to them
   */
  private void score(String setting, Map<String, Trial> known) {
    if (inOrder.stream().anyMatch(trial -> trial.setting().equals(setting))) {
      return;
    }
    boolean isKnown = known.containsKey(setting);
    if (!isKnown && !inOrder.isEmpty() && !timeIsLeft()) {
      return;
    }
    Trial trial = isKnown ? known.get(setting) : OpenClTrials.run(pool, dtype, shapes, setting);
    inOrder.add(trial);
    tried.accept(trial);
    known.remove(setting);
    if (!isKnown) {
      unfinished.keep(Stream.concat(inOrder.stream(), known.values().stream()).toList());
    }
  }

  /** What an ended search had tried, as a choice that nobody asks for. */
  private record Unfinished(ChoiceStore store, String name, String identity) {
    /** Those that failed may have been ended together with the search. */
    List<Trial> trials() {
      try {
        Choice choice = store.read(name);
        return choice.machine().equals(identity) && choice.version().equals(OpenClTrials.version())
            ? choice.trials().stream().filter(Trial::usable).toList()
            : List.of();
      } catch (IOException _) {
        return List.of();
      }
    }

    void keep(List<Trial> trials) {
      store.write(name, new Choice(identity, identity, OpenClTrials.version(), "", trials));
    }

    void forget() {
      store.delete(name);
    }
  }
}
