package dev.muster.results.report;

import dev.muster.results.References;
import dev.muster.results.Result;
import dev.muster.results.stats.Rates;
import dev.muster.results.stats.Rivals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The same problems on several devices, measured in turns: a table per problem, with the FMA
 * ceilings first, then every device beside the first one.
 */
public final class DevicesSection implements Section {
  private static final String CEILING = "fma:";
  private static final String PRODUCT = "matmul:";

  @Override
  public String name() {
    return "devices";
  }

  @Override
  public String title() {
    return "Devices beside each other";
  }

  @Override
  public String part(Result result) {
    return result.measuredFor();
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

  @Override
  public List<String> closing(List<Entry> entries) {
    return Stream.concat(overProducts(entries), EnergyLines.of(entries).stream()).toList();
  }

  /** For each device its ratios over all products, where it has several. */
  private Stream<String> overProducts(List<Entry> entries) {
    Map<String, List<Compared>> devices = new LinkedHashMap<>();
    for (Entry entry : entries) {
      compared(entry)
          .ifPresent(
              each ->
                  devices.computeIfAbsent(entry.result().pool(), _ -> new ArrayList<>()).add(each));
    }
    return devices.entrySet().stream()
        .filter(device -> device.getValue().size() > 1)
        .map(device -> overProducts(device.getKey(), device.getValue()));
  }

  private static String overProducts(String device, List<Compared> products) {
    RatioLines ratios = new RatioLines();
    products.forEach(ratios::add);
    return "%s over %d products: %s"
        .formatted(device, products.size(), String.join("; ", ratios.lines()));
  }

  private static Cell problem(Entry entry) {
    String problem = entry.result().problem();
    return Cell.of(problem.startsWith(CEILING) ? "FMA peak" : problem);
  }

  private static Cell interval(Entry entry) {
    return Cell.interval(rivals(entry));
  }

  /** Of times, which are those of the same work where a product is computed once. */
  private static Optional<Rivals> rivals(Entry entry) {
    return entry.result().problem().startsWith(PRODUCT)
        ? entry.rivals(References.FIRST_DEVICE)
        : Optional.empty();
  }

  @Override
  public Optional<Compared> compared(Entry entry) {
    Result result = entry.result();
    return rivals(entry)
        .map(each -> new Compared("%s on %s".formatted(result.problem(), result.pool()), each));
  }
}
