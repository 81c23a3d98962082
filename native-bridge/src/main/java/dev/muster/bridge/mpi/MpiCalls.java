package dev.muster.bridge.mpi;

/** MPI calls as plain methods; each answers MPI's error code. See the standard for what they do. */
interface MpiCalls {
  int barrier(long communicator);

  int allReduce(long from, long into, int count, long type, long op, long communicator);

  int reduce(long from, long into, int count, long type, long op, int root, long communicator);

  int broadcast(long buffer, int count, long type, int root, long communicator);

  int reduceScatter(long from, long into, int count, long type, long op, long communicator);

  int allGather(
      long from, int fromCount, long fromType, long into, int count, long type, long communicator);

  int allToAll(
      long from, int fromCount, long fromType, long into, int count, long type, long communicator);

  int sendAtOnce(
      long from, int count, long type, int peer, int tag, long communicator, long request);

  int receiveAtOnce(
      long into, int count, long type, int peer, int tag, long communicator, long request);

  int waitAll(int count, long requests, long statuses);

  int testAll(int count, long requests, long flag, long statuses);
}
