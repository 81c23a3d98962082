package dev.muster.results.report;

import dev.muster.results.stats.Rivals;

/**
 * The ratio of one row of a table, as its parts.
 *
 * @param where what tells the row from the others, e.g. {@code 35x700x2048}
 * @param rivals what it is the ratio of
 */
public record Compared(String where, Rivals rivals) {}
