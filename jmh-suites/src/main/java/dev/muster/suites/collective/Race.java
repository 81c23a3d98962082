package dev.muster.suites.collective;

import dev.muster.suites.measure.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Entrants measured in turns, A B B A, a fork of each in every round. */
public final class Race {
  private final List<Entrant> entrants;
  private final List<List<SweepAnswer>> answers;

  public Race(List<Entrant> entrants) {
    this.entrants = List.copyOf(entrants);
    this.answers = entrants.stream().<List<SweepAnswer>>map(_ -> new ArrayList<>()).toList();
  }

  /**
   * Runs all rounds; ends early where an entrant gives no answer, and keeps what is there.
   *
   * @param progress is told the round and the name of whoever runs next
   * @return what went wrong
   */
  public Optional<SweepException> run(int rounds, BiConsumer<Integer, String> progress) {
    for (int round = 0; round < rounds; round++) {
      for (int turn : Turns.ofRound(round, entrants.size())) {
        progress.accept(round, entrants.get(turn).name());
        try {
          answers.get(turn).add(entrants.get(turn).run());
        } catch (SweepException e) {
          e.partial().ifPresent(answers.get(turn)::add);
          return Optional.of(e);
        }
      }
    }
    return Optional.empty();
  }

  /** Numbers of the entrants that measured something. */
  public List<Integer> present() {
    return IntStream.range(0, entrants.size())
        .filter(entrant -> sizeCount(entrant) > 0)
        .boxed()
        .toList();
  }

  private int sizeCount(int entrant) {
    return answers.get(entrant).stream().mapToInt(answer -> answer.rows().size()).max().orElse(0);
  }

  /** What each fork of an entrant answered. */
  public List<SweepAnswer> answers(int entrant) {
    return List.copyOf(answers.get(entrant));
  }

  /** All forks of one size of an entrant. */
  public Forks forks(int entrant, int size) {
    return new Forks(
        answers.get(entrant).stream()
            .filter(answer -> size < answer.rows().size())
            .map(answer -> answer.rows().get(size))
            .toList());
  }

  /** One size, as each fork measured it. */
  public record Forks(List<SweepRow> rows) {
    public Forks {
      rows = List.copyOf(rows);
    }

    public SweepRow first() {
      return rows.getFirst();
    }

    /** Seconds of each batch, fork by fork. */
    public List<List<Double>> outOfPlaceSeconds() {
      return rows.stream().map(row -> seconds(row.outOfPlace().micros())).toList();
    }

    public List<List<Double>> inPlaceSeconds() {
      return rows.stream().map(row -> seconds(row.inPlace().micros())).toList();
    }

    public List<List<Double>> singleSeconds() {
      return rows.stream().map(row -> seconds(row.outOfPlace().singleMicros())).toList();
    }

    /** Of STREAM's copy; empty lists where it was not measured. */
    public List<List<Double>> streamSeconds() {
      return rows.stream().map(row -> seconds(row.streamMicros())).toList();
    }

    public long wrongOutOfPlace() {
      return rows.stream().mapToLong(row -> row.outOfPlace().wrongCount()).max().orElseThrow();
    }

    public long wrongInPlace() {
      return rows.stream().mapToLong(row -> row.inPlace().wrongCount()).max().orElseThrow();
    }

    private static List<Double> seconds(List<Double> micros) {
      return micros.stream().map(each -> each * 1e-6).toList();
    }
  }

  /** Numbers of the sizes that the first entrant measured, whatever became of the others. */
  public IntStream sizes() {
    return IntStream.range(0, sizeCount(0));
  }

  /** Elements that were not the answer, whoever computed them. */
  public long wrongCount() {
    return answers.stream()
        .flatMap(List::stream)
        .flatMap(answer -> answer.rows().stream())
        .mapToLong(
            row ->
                Math.max(0, row.outOfPlace().wrongCount())
                    + Math.max(0, row.inPlace().wrongCount()))
        .sum();
  }
}
