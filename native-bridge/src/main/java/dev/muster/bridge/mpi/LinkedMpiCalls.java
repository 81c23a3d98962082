package dev.muster.bridge.mpi;

import dev.muster.kernels.kernel.ConstantCopy;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** Calls through constant method handles; copied for the library of this process. */
final class LinkedMpiCalls implements MpiCalls {
  private static final MpiFunctions FUNCTIONS =
      ConstantCopy.constant(MethodHandles.lookup(), MpiFunctions.class);
  private static final MethodHandle BARRIER = FUNCTIONS.barrier();
  private static final MethodHandle ALL_REDUCE = FUNCTIONS.allReduce();
  private static final MethodHandle REDUCE = FUNCTIONS.reduce();
  private static final MethodHandle BROADCAST = FUNCTIONS.broadcast();
  private static final MethodHandle REDUCE_SCATTER = FUNCTIONS.reduceScatter();
  private static final MethodHandle ALL_GATHER = FUNCTIONS.allGather();
  private static final MethodHandle ALL_TO_ALL = FUNCTIONS.allToAll();
  private static final MethodHandle SEND = FUNCTIONS.sendAtOnce();
  private static final MethodHandle RECEIVE = FUNCTIONS.receiveAtOnce();
  private static final MethodHandle WAIT_ALL = FUNCTIONS.waitAll();
  private static final MethodHandle TEST_ALL = FUNCTIONS.testAll();

  LinkedMpiCalls() {}

  @Override
  public int barrier(long communicator) {
    try {
      return (int) BARRIER.invokeExact(communicator);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int allReduce(long from, long into, int count, long type, long op, long communicator) {
    try {
      return (int) ALL_REDUCE.invokeExact(from, into, count, type, op, communicator);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int reduce(
      long from, long into, int count, long type, long op, int root, long communicator) {
    try {
      return (int) REDUCE.invokeExact(from, into, count, type, op, root, communicator);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int broadcast(long buffer, int count, long type, int root, long communicator) {
    try {
      return (int) BROADCAST.invokeExact(buffer, count, type, root, communicator);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int reduceScatter(long from, long into, int count, long type, long op, long communicator) {
    try {
      return (int) REDUCE_SCATTER.invokeExact(from, into, count, type, op, communicator);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int allGather(
      long from, int fromCount, long fromType, long into, int count, long type, long communicator) {
    try {
      return (int)
          ALL_GATHER.invokeExact(from, fromCount, fromType, into, count, type, communicator);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int allToAll(
      long from, int fromCount, long fromType, long into, int count, long type, long communicator) {
    try {
      return (int)
          ALL_TO_ALL.invokeExact(from, fromCount, fromType, into, count, type, communicator);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int sendAtOnce(
      long from, int count, long type, int peer, int tag, long communicator, long request) {
    try {
      return (int) SEND.invokeExact(from, count, type, peer, tag, communicator, request);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int receiveAtOnce(
      long into, int count, long type, int peer, int tag, long communicator, long request) {
    try {
      return (int) RECEIVE.invokeExact(into, count, type, peer, tag, communicator, request);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int waitAll(int count, long requests, long statuses) {
    try {
      return (int) WAIT_ALL.invokeExact(count, requests, statuses);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int testAll(int count, long requests, long flag, long statuses) {
    try {
      return (int) TEST_ALL.invokeExact(count, requests, flag, statuses);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A call to C throws nothing of its own. */
  private static RuntimeException unexpected(Throwable e) {
    return switch (e) {
      case Error error -> throw error;
      case RuntimeException unchecked -> unchecked;
      default -> new IllegalStateException(e);
    };
  }
}
