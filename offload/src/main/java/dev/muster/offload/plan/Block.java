package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;

/** A box of the multiply-adds of a product: what a plan cuts, until each piece is one tile. */
record Block(Range m, Range n, Range k) {

  static Block of(MatMul problem) {
    return new Block(
        new Range(0, problem.m()), new Range(0, problem.n()), new Range(0, problem.k()));
  }

  /** Part {@code index} of this block along a split. */
  Block part(Split split, int index) {
    return split.dimension().replace(this, split.part(split.dimension().of(this), index));
  }
}
