package dev.muster.results.report;

import java.util.List;

/**
 * What is shown of a section that nobody has registered: its repeat lines and what they all have.
 *
 * @param name also the title
 */
record PlainSection(String name) implements Section {

  @Override
  public String title() {
    return name;
  }

  @Override
  public List<Field> subject() {
    return List.of();
  }

  @Override
  public List<Field> figures() {
    return List.of(Fields.MEDIAN_MICROS, Fields.GFLOPS, Fields.GIGABYTES, Fields.CV, Fields.CHECK);
  }
}
