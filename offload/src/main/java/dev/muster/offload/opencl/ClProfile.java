package dev.muster.offload.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lwjgl.opencl.CL10;

/**
 * Where the time of commands goes, by the driver's own notes. For one thread at a time; the
 * commands are waited for one by one, so that this is no way to time them.
 */
final class ClProfile implements AutoCloseable {
  private static final double SECONDS_PER_NANO = 1e-9;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment event = arena.allocate(ValueLayout.JAVA_LONG);
  private final ClQueue queue;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private boolean complete = true;

  ClProfile(ClTarget target) {
    try {
      this.queue = target.profilingQueue(event.address());
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  ClQueue queue() {
    return queue;
  }

  /**
   * Runs something that puts one command into the queue, or none.
   *
   * @param name of what the command does
   */
  void run(String name, Runnable command) {
    event.set(ValueLayout.JAVA_LONG, 0, 0);
    command.run();
    long handle = event.get(ValueLayout.JAVA_LONG, 0);
    if (handle == 0) {
      return;
    }
    try {
      queue.finish();
      take(name, handle);
    } finally {
      ClError.check("clReleaseEvent", CL10.clReleaseEvent(handle));
    }
  }

  /** When it was queued, submitted, started and ended. */
  private void take(String name, long handle) {
    try {
      long queued = nanos(handle, CL10.CL_PROFILING_COMMAND_QUEUED);
      long submitted = nanos(handle, CL10.CL_PROFILING_COMMAND_SUBMIT);
      long started = nanos(handle, CL10.CL_PROFILING_COMMAND_START);
      long ended = nanos(handle, CL10.CL_PROFILING_COMMAND_END);
      add("queue", submitted - queued);
      add("submit", started - submitted);
      add(name, ended - started);
    } catch (OpenClException _) {
      complete = false;
    }
  }

  private void add(String name, long nanos) {
    seconds.merge(name, nanos * SECONDS_PER_NANO, Double::sum);
  }

  private static long nanos(long handle, int what) {
    return new ClInfo(
            "clGetEventProfilingInfo",
            (property, size, value, sizeOut) ->
                CL10.nclGetEventProfilingInfo(handle, property, size, value, sizeOut))
        .number(what);
  }

  /** What was found, in seconds; empty where the driver did not note all. */
  Optional<Map<String, Double>> seconds() {
    return complete ? Optional.of(Map.copyOf(seconds)) : Optional.empty();
  }

  @Override
  public void close() {
    queue.close();
    arena.close();
  }
}
