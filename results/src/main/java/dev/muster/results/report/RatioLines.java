package dev.muster.results.report;

import dev.muster.results.stats.ForkMedians;
import dev.muster.results.stats.Ratio;
import dev.muster.results.stats.Rivals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What closes every table that has a ratio: its mean, its worst, and how steady the forks were. */
public final class RatioLines {
  private static final double TWO_DECIMALS_MIN = 0.1;
  private static final double TWO_DECIMALS_MAX = 10;

  private final List<Compared> all = new ArrayList<>();

  /** Takes the ratio of a row, if it has one. */
  void add(Entry entry) {
    Sections.find(entry.result().section()).compared(entry).ifPresent(all::add);
  }

  /** Takes a ratio. */
  public void add(Compared compared) {
    all.add(compared);
  }

  /** None where no row has a ratio. */
  public List<String> lines() {
    return all.isEmpty() ? List.of() : List.of(ratios(), slowForks());
  }

  /** The geometric mean; empty where no row has a ratio. */
  public Optional<Ratio> mean() {
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(Ratio.geometricMean(all.stream().map(Compared::rivals).toList()));
  }

  /** The row with the lowest ratio; empty where none has one. */
  public Optional<Compared> worst() {
    return all.stream().min(Comparator.comparingDouble(row -> row.rivals().ratio()));
  }

  private String ratios() {
    Ratio mean = mean().orElseThrow();
    Compared worst = worst().orElseThrow();
    return "geomean %s %s, worst %s at %s"
        .formatted(text(mean.value()), interval(mean), text(worst.rivals().ratio()), worst.where());
  }

  private static String interval(Ratio ratio) {
    return "[%s, %s]".formatted(text(ratio.low()), text(ratio.high()));
  }

  private static String text(double ratio) {
    return ratio >= TWO_DECIMALS_MIN && ratio < TWO_DECIMALS_MAX
        ? String.format(Locale.ROOT, "%.2f", ratio)
        : Digits.text(ratio);
  }

  private String slowForks() {
    return "slow forks: ours %s, theirs %s"
        .formatted(slowForks(Rivals::ours), slowForks(Rivals::theirs));
  }

  private String slowForks(Function<Rivals, ForkMedians> side) {
    List<ForkMedians> forks = all.stream().map(Compared::rivals).map(side).distinct().toList();
    int count = forks.stream().mapToInt(ForkMedians::count).sum();
    int slowCount = forks.stream().mapToInt(ForkMedians::slowCount).sum();
    double percent = 100.0 * slowCount / count;
    return String.format(Locale.ROOT, "%.1f %% (%d of %d)", percent, slowCount, count);
  }
}
