package dev.muster.offload.mpi;

import dev.muster.offload.pool.Program;

/**
 * What one rank does in a collective.
 *
 * @param program its steps
 * @param wireBytes that all ranks together move; 0 where the library does not say
 * @param description of what really runs
 * @param load brings the operands to where it computes
 * @param store brings the answer to the operands of the first rank
 * @param resources to close with it
 */
record MpiPart(
    Program program,
    long wireBytes,
    String description,
    Runnable load,
    Runnable store,
    Resources resources) {

  /** Whose operands lie where it computes. */
  MpiPart(Program program, long wireBytes, String description, Resources resources) {
    this(program, wireBytes, description, () -> {}, () -> {}, resources);
  }

  /** Whatever has to be closed. */
  @FunctionalInterface
  interface Resources {
    void close();
  }
}
