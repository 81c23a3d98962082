package dev.muster.results.report;

import java.util.List;

/** A table whose head is written; takes its rows one by one. Used by one thread at a time. */
public interface TableWriter {

  /** Writes one row at once; the spans of the cells add up to the number of columns. */
  void row(List<Cell> cells);
}
