package dev.muster.offload.mpi;

import dev.muster.offload.pool.RankProgram;

/**
 * What one rank does in a collective.
 *
 * @param program its steps
 * @param wireBytes that all ranks together move; 0 where the library does not say
 * @param description of what really runs
 * @param resources to close with it
 */
record MpiPart(RankProgram program, long wireBytes, String description, Resources resources) {

  /** Whatever has to be closed. */
  @FunctionalInterface
  interface Resources {
    void close();
  }
}
