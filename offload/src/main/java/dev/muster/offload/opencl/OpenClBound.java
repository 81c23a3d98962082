package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A kernel bound to device copies of the operands: {@link #load} uploads what is read, {@link #run}
 * enqueues and waits, {@link #store} downloads what is written.
 */
final class OpenClBound implements BoundKernel {
  /** Drivers share whole pages. */
  private static final long PAGE_BYTES = 4096;

  private final ClTarget target;
  private final String description;
  private final Owned owned = new Owned();
  private final List<Copy> uploads = new ArrayList<>();
  private final List<Copy> downloads = new ArrayList<>();
  private final ClQueue queue;
  private ClCommand[] commands = {};

  /** An operand and its memory on the device, which may be that of the host. */
  private record Copy(Matrix host, ClMemory memory, boolean shared) {
    void toDevice(ClQueue queue) {
      if (shared) {
        queue.passToDevice(memory, host.bytes());
      } else {
        queue.write(host, memory);
      }
    }

    void toHost(ClQueue queue) {
      if (shared) {
        queue.passToHost(memory, host.bytes());
      } else {
        queue.read(memory, host);
      }
    }
  }

  /** Says what runs, after it has placed the operands; what it made belongs to the kernel. */
  @FunctionalInterface
  interface Binding {
    List<ClCommand> bind(OpenClBound bound);
  }

  /** A kernel with its commands; where these cannot be bound, nothing is left of it. */
  static OpenClBound of(ClTarget target, String description, Binding binding) {
    OpenClBound bound = new OpenClBound(target, description);
    try {
      bound.commands = binding.bind(bound).toArray(ClCommand[]::new);
      return bound;
    } catch (RuntimeException e) {
      bound.close();
      throw e;
    }
  }

  private OpenClBound(ClTarget target, String description) {
    this.target = target;
    this.description = description;
    this.queue = owned.add(target.queue());
  }

  /** Device memory for an operand that is only read. */
  ClMemory input(Matrix host) {
    Copy copy = place(host);
    uploads.add(copy);
    return copy.memory;
  }

  /** Device memory for an operand that is only written. */
  ClMemory output(Matrix host) {
    Copy copy = place(host);
    downloads.add(copy);
    return copy.memory;
  }

  /** Device memory for an operand that is read and written. */
  ClMemory inOut(Matrix host) {
    Copy copy = place(host);
    uploads.add(copy);
    downloads.add(copy);
    return copy.memory;
  }

  /** In the memory of the host where the device computes there, and rows follow on each other. */
  private Copy place(Matrix host) {
    boolean shared =
        target.facts().sharesHostMemory()
            && host.contiguous()
            && host.bytes() >= PAGE_BYTES
            && host.segment().address() % PAGE_BYTES == 0;
    ClMemory memory = shared ? ClMemory.of(target.context(), host) : target.allocate(host.bytes());
    return new Copy(host, owned.add(memory), shared);
  }

  /** Device memory for the C of a product, which is read unless β is 0. */
  ClMemory product(MatMul problem, Matrix c) {
    return problem.beta() == 0 ? output(c) : inOut(c);
  }

  /** What is closed with this kernel. */
  Owned owned() {
    return owned;
  }

  @Override
  public void load() {
    for (Copy copy : uploads) {
      copy.toDevice(queue);
    }
  }

  @Override
  public void run() {
    queue.enqueue(commands);
    queue.finish();
  }

  @Override
  public void store() {
    for (Copy copy : downloads) {
      copy.toHost(queue);
    }
  }

  @Override
  public Map<String, Double> phaseSeconds() {
    try (ClProfile profile = new ClProfile(target)) {
      for (Copy copy : uploads) {
        profile.run("to device", () -> copy.toDevice(profile.queue()));
      }
      for (ClCommand command : commands) {
        profile.run("kernel", () -> command.enqueue(profile.queue()));
      }
      for (Copy copy : downloads) {
        profile.run("from device", () -> copy.toHost(profile.queue()));
      }
      return profile.seconds().orElseGet(Map::of);
    } catch (OpenClException _) {
      return Map.of();
    }
  }

  @Override
  public String description() {
    return description;
  }

  /** Twice is fine. */
  @Override
  public void close() {
    owned.close();
  }
}
