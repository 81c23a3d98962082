package dev.muster.offload.collective;

import java.util.List;

/**
 * One thing that a rank does. A rank does its steps in order, and begins none before the one before
 * it has ended.
 *
 * <p>A transfer is a rendezvous: a send ends when its receive has. Sends and receives between two
 * ranks match in order.
 */
public sealed interface Step {

  /** A step that needs a peer. */
  sealed interface Transfer extends Step {
    /** The other rank. */
    int peer();

    /** The region of this rank that is sent or filled. */
    Region region();
  }

  /** Gives {@code region} to {@code peer}, which must not change before the step has ended. */
  record Send(int peer, Region region) implements Transfer {}

  /** Fills {@code region} with what {@code peer} sends. */
  record Receive(int peer, Region region) implements Transfer {}

  /**
   * {@code region} ← what {@code peer} sends ⊕ {@code operand}. The operand may be the region
   * itself, and does not overlap it otherwise.
   */
  record ReceiveReduce(int peer, Region operand, Region region) implements Transfer {}

  /** {@code into} ← {@code from}, both of this rank: the same region, or two without overlap. */
  record Copy(Region from, Region into) implements Step {}

  /**
   * {@code into} ← {@code x} ⊕ {@code y}, all of this rank. {@code into} may be {@code y} itself,
   * and overlaps neither otherwise.
   */
  record Reduce(Region x, Region y, Region into) implements Step {}

  /**
   * {@code into} of every rank ← {@code from} of all ranks, combined in the order of their numbers.
   * The rank does it for all of them, straight in their memory.
   *
   * <p>The first such step of each rank, the second, and so on are done together: they begin when
   * every rank has come to its own, and end when every rank has done its part. What one rank
   * writes, no other reads or writes.
   */
  record ReduceForAll(Region from, Region into) implements Step {
    /** Elements that cross between this rank and the others. */
    long countMoved(int ranks) {
      return (ranks - 1) * (from.count() + into.count());
    }
  }

  /** {@code region} ← {@code region} / {@code divisor}, of this rank. */
  record Divide(Region region, int divisor) implements Step {}

  /** Computes tile number {@code tile} of this rank's share of the problem. */
  record Compute(int tile) implements Step {}

  /**
   * Transfers that begin together; the step ends when all have ended. Reductions into the same
   * region happen in the order of the list, so that the answer is the same each time; apart from
   * these, no transfer writes what another one of the step reads or writes.
   */
  record Together(List<Transfer> transfers) implements Step {
    public Together {
      transfers = List.copyOf(transfers);
    }
  }
}
