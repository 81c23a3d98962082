package dev.muster.bridge.blas;

/**
 * Which library was loaded.
 *
 * @param origin where it was found: a variable and its path, the coordinates of an artifact, or
 *     {@code system}
 * @param version by its own words
 * @param facts version, core, setting and file
 */
public record Identity(String origin, String version, String facts) {}
