package dev.muster.kernels.roofline;

import dev.muster.kernels.problem.Problem;

/**
 * A problem that shows what a core could do at most. On several cores each does all of it for
 * itself, and the rates add up.
 */
public interface Ceiling extends Problem {}
