package dev.muster.offload.pool;

import dev.muster.offload.collective.Schedule;
import dev.muster.offload.plan.ProductSchedule;
import java.util.Optional;

/** A problem laid out over the ranks of a pool: memory, tiles, and the schedule that joins them. */
interface Placement {

  Schedule schedule();

  /** The memory that a buffer number of the schedule stands for on this rank; contiguous. */
  DeviceMatrix buffer(int rank, int buffer);

  /** The product that a tile number of the schedule stands for on this rank. */
  Operation tile(int rank, int tile);

  /** The product that it is of; empty where it is of something else. */
  default Optional<ProductSchedule> product() {
    return Optional.empty();
  }

  /** Brings the operands from host to ranks. */
  void load();

  /** Brings the outputs from ranks to host. */
  void store();
}
