package dev.muster.results.report;

import dev.muster.results.Result;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** All sections, in the order of the report. */
final class Sections {
  private static final List<Section> ALL =
      ServiceLoader.load(Section.class).stream().map(ServiceLoader.Provider::get).toList();

  private Sections() {}

  /** The section with this name; a plain one where nobody has registered it. */
  static Section find(String name) {
    return ALL.stream()
        .filter(section -> section.name().equals(name))
        .findFirst()
        .orElseGet(() -> new PlainSection(name));
  }

  /** Where a section stands in the report; unregistered ones stand last. */
  static int order(String name) {
    List<String> names = ALL.stream().map(Section::name).toList();
    return names.contains(name) ? names.indexOf(name) : names.size();
  }

  /** The table of a section that begins with this result, before its rows. */
  static Table table(Section section, Result first) {
    Stream<Field> ends = Stream.of(Fields.LINE);
    String part = section.part(first);
    return new Table(
        "%s%s (%s)"
            .formatted(section.title(), part.isEmpty() ? "" : ": " + part, first.provenance()),
        Stream.of(section.subject().stream(), section.figures().stream(), ends)
            .flatMap(fields -> fields)
            .map(Field::column)
            .toList());
  }

  /** The row of a result: its subject, its figures or message, its repeat line. */
  static List<Cell> row(Section section, Entry entry) {
    return Stream.of(
            cells(section.subject(), entry),
            results(section.figures(), entry),
            cells(List.of(Fields.LINE), entry))
        .flatMap(cells -> cells)
        .toList();
  }

  private static Stream<Cell> results(List<Field> figures, Entry entry) {
    Result result = entry.result();
    return result.timed()
        ? cells(figures, entry)
        : Stream.of(new Cell.Message(result.message(), figures.size()));
  }

  private static Stream<Cell> cells(List<Field> fields, Entry entry) {
    return fields.stream().map(field -> field.cell().apply(entry));
  }
}
