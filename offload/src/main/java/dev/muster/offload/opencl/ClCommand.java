package dev.muster.offload.opencl;

/** Something to be put into a queue again and again, which allocates nothing. */
@FunctionalInterface
interface ClCommand {
  void enqueue(ClQueue queue);
}
