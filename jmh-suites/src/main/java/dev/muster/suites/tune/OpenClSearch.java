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
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Searches the fastest tile for one class of products on one device of OpenCL, and stores it for
 * {@link OpenClChoices}: first a few tiles of every kind, then whatever is a step away from the
 * best so far, until nothing there is faster or the time is up. What was tried is kept as it goes,
 * so that a search which was ended goes on where it was.
 */
public final class OpenClSearch {
  private static final int FINALIST_COUNT = 4;
  private static final int FINAL_ROUND_COUNT = 2;

  /** Of the budget; the rest is for the finals. */
  private static final double SEARCH_SHARE = 0.75;

  private final String pool;
  private final DType dtype;
  private final ShapeClass shapes;
  private final double budgetSeconds;
  private final Consumer<Trial> tried;
  private final Map<String, Trial> trials = new HashMap<>();
  private final List<Trial> inOrder = new ArrayList<>();
  private final Clock clock = Clock.real();
  private final long begin = clock.nanos();
  private String stored = "";

  /**
   * @param pool text of the device, e.g. {@code opencl:0}
   * @param budgetSeconds for all of it
   * @param tried is told each trial as it ends; the first is what would be taken without a search
   */
  public OpenClSearch(
      String pool, DType dtype, ShapeClass shapes, double budgetSeconds, Consumer<Trial> tried) {
    this.pool = pool;
    this.dtype = dtype;
    this.shapes = shapes;
    this.budgetSeconds = budgetSeconds;
    this.tried = tried;
  }

  /**
   * Refuses what is no device to be tuned.
   *
   * @throws BadInputException saying why it is none
   */
  public static void requireDevice(String pool, DType dtype) {
    String complaint = OpenClTrials.subject(pool, dtype, ShapeClass.LARGE).complaint();
    if (!complaint.isEmpty()) {
      throw new BadInputException(complaint);
    }
  }

  /**
   * Searches and stores.
   *
   * @throws BadInputException where the device cannot be tuned, or the choice not be stored
   */
  public Choice search() {
    OpenClTrials.Subject subject = OpenClTrials.subject(pool, dtype, shapes);
    if (!subject.complaint().isEmpty()) {
      throw new BadInputException(subject.complaint());
    }
    ChoiceStore store = ChoiceStore.ofOpenCl(ChoiceStore.cacheFolder());
    String name = OpenClChoices.name(subject.identity(), dtype, shapes);
    Unfinished unfinished = new Unfinished(store, name + "-unfinished", subject.identity());
    unfinished.trials().forEach(trial -> trials.put(trial.setting(), trial));
    for (String setting : subject.candidates()) {
      score(setting, unfinished);
    }
    for (String best = ""; !best.equals(best().setting()) && timeIsLeft(); ) {
      best = best().setting();
      for (String setting : OpenClMatMul.neighbours(best)) {
        score(setting, unfinished);
      }
    }
    Trial first = inOrder.getFirst();
    Trial fastest = fastestOfFinals();
    if (!fastest.usable()) {
      throw new BadInputException(
          "no tile can be used on '%s': %s".formatted(pool, first.complaint()));
    }
    Choice choice =
        new Choice(
            subject.identity(),
            subject.identity(),
            OpenClTrials.version(),
            fastest.setting(),
            inOrder);
    store.write(name, choice);
    stored = name;
    unfinished.forget();
    return choice;
  }

  /**
   * Copies what was stored, to be put into the cache folder of another machine with such a device.
   *
   * @throws BadInputException where the folder cannot be written
   */
  public void export(Path folder) {
    ChoiceStore.ofOpenCl(ChoiceStore.cacheFolder()).copy(stored, folder);
  }

  /**
   * A machine is faster at one time than at another: the few best, and the first, have more tries,
   * in turns. One that is hardly faster than the first is not taken.
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
    Map<String, Trial> best = new HashMap<>();
    for (int round = 0; round < FINAL_ROUND_COUNT && (round == 0 || isLeft(1)); round++) {
      for (Trial finalist : finalists) {
        Trial again = OpenClTrials.run(pool, dtype, shapes, finalist.setting());
        best.merge(finalist.setting(), again, OpenClSearch::better);
      }
    }
    Trial fastest =
        best.values().stream().max(Comparator.comparingDouble(Trial::score)).orElseThrow();
    Trial firstAtItsBest = best.get(first.setting());
    return fastest.beats(firstAtItsBest) ? fastest : firstAtItsBest;
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

  /** The first is tried in any case. */
  private void score(String setting, Unfinished unfinished) {
    if (inOrder.stream().anyMatch(trial -> trial.setting().equals(setting))) {
      return;
    }
    boolean known = trials.containsKey(setting);
    if (!known && !inOrder.isEmpty() && !timeIsLeft()) {
      return;
    }
    Trial trial = known ? trials.get(setting) : OpenClTrials.run(pool, dtype, shapes, setting);
    inOrder.add(trial);
    tried.accept(trial);
    if (!known) {
      unfinished.keep(inOrder);
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
