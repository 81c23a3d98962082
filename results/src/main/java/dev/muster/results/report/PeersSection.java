package dev.muster.results.report;

import dev.muster.results.References;
import dev.muster.results.Result;
import dev.muster.results.stats.Rates;
import dev.muster.results.stats.Rivals;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One product by several kernels that were measured in turns: for each shape the FMA ceiling, the
 * peers, and last the kernel that they are the peers of, whose ratio is that to the best of them.
 */
public final class PeersSection implements Section {
  static final String NAME = "peers";

  private static final String PRODUCT = "matmul:";
  private static final Cell PEAK = Cell.of("FMA peak");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "Matmul beside its peers";
  }

  @Override
  public List<Field> subject() {
    return List.of(
        Field.text("shape", 20, entry -> isProduct(entry) ? shape(entry) : new Cell.Missing()),
        Fields.TYPE,
        Fields.DEVICE,
        Field.text(
            "kernel", 14, entry -> isProduct(entry) ? Fields.KERNEL.cell().apply(entry) : PEAK));
  }

  @Override
  public List<Field> figures() {
    return List.of(
        Fields.MEDIAN_MILLIS,
        Fields.GFLOPS,
        Fields.PERCENT_OF_PEAK,
        Fields.CV,
        Field.number("ratio", 7, PeersSection::ratio),
        Field.text("95 % interval", 16, PeersSection::interval),
        Field.text("best peer", 14, PeersSection::bestPeer));
  }

  @Override
  public Optional<Compared> compared(Entry entry) {
    return rivals(entry).map(rivals -> new Compared(shape(entry).text(), rivals));
  }

  private static boolean isProduct(Entry entry) {
    return entry.result().problem().startsWith(PRODUCT);
  }

  /** With whatever is unusual about the product, such as {@code trans=TN}. */
  private static Cell shape(Entry entry) {
    return Cell.of(entry.result().problem().split(":", 3)[2]);
  }

  private static Cell ratio(Entry entry) {
    return rivals(entry).map(rivals -> Cell.of(rivals.ratio())).orElseGet(Cell.Missing::new);
  }

  private static Cell interval(Entry entry) {
    return Cell.interval(rivals(entry));
  }

  static Cell bestPeer(Entry entry) {
    return best(entry).map(Result::kernel).map(Cell::of).orElseGet(Cell.Missing::new);
  }

  private static Optional<Rivals> rivals(Entry entry) {
    List<List<Double>> ours = entry.result().forkSeconds();
    return best(entry).flatMap(best -> Rivals.of(ours, best.forkSeconds()));
  }

  /** The fastest of the peers that were timed, by the same provenance; none for what was not. */
  private static Optional<Result> best(Entry entry) {
    Result result = entry.result();
    if (!result.timed()) {
      return Optional.empty();
    }
    return result.references().entrySet().stream()
        .filter(reference -> References.isPeer(reference.getKey()))
        .flatMap(reference -> entry.history().find(reference.getValue(), result).stream())
        .filter(peer -> peer.provenance().equals(result.provenance()))
        .min(Comparator.comparingDouble(peer -> Rates.of(peer).summary().medianSeconds()));
  }
}
