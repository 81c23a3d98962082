package dev.muster.results.report;

import dev.muster.results.References;
import dev.muster.results.stats.Rates;
import dev.muster.results.stats.Ratio;
import java.util.List;
import java.util.Optional;

/**
 * The same problems on several devices, measured in turns: for each problem the FMA ceilings, then
 * every device beside the first one.
 */
public final class DevicesSection implements Section {
  private static final String CEILING = "fma:";

  @Override
  public String name() {
    return "devices";
  }

  @Override
  public String title() {
    return "Devices beside each other";
  }

  @Override
  public List<Field> subject() {
    return List.of(
        Field.text("problem", 27, DevicesSection::problem),
        Fields.DEVICE,
        Field.text("kernel", 8, Fields.KERNEL.cell()));
  }

  @Override
  public List<Field> figures() {
    return List.of(
        Fields.MEDIAN_MILLIS,
        Fields.GFLOPS,
        Fields.PERCENT_OF_PEAK,
        Fields.GIGABYTES,
        Fields.CV,
        Field.number("ratio", 7, entry -> entry.compared(References.FIRST_DEVICE, Rates::rateOver)),
        Field.text("95 % interval", 16, DevicesSection::interval));
  }

  private static Cell problem(Entry entry) {
    String problem = entry.result().problem();
    return Cell.of(problem.startsWith(CEILING) ? "FMA peak" : problem);
  }

  /** Of times, which are those of the same work where a product is computed once. */
  private static Cell interval(Entry entry) {
    if (!entry.result().problem().startsWith("matmul:")) {
      return new Cell.Missing();
    }
    return entry
        .rivals(References.FIRST_DEVICE)
        .map(Ratio::of)
        .map(ratio -> "[%s, %s]".formatted(Digits.text(ratio.low()), Digits.text(ratio.high())))
        .map(Cell::of)
        .orElseGet(Cell.Missing::new);
  }

  @Override
  public Optional<Compared> compared(Entry entry) {
    return entry.result().problem().startsWith("matmul:")
        ? entry
            .rivals(References.FIRST_DEVICE)
            .map(
                rivals ->
                    new Compared(
                        "%s on %s".formatted(entry.result().problem(), entry.result().pool()),
                        rivals))
        : Optional.empty();
  }
}
