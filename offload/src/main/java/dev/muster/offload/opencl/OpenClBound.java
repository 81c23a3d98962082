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
  private final ClTarget target;
  private final String description;
  private final Owned owned = new Owned();
  private final List<Copy> uploads = new ArrayList<>();
  private final List<Copy> downloads = new ArrayList<>();
  private final ClQueue queue;
  private ClCommand[] commands = {};

  private record Copy(Matrix host, ClMemory memory) {}

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
    ClMemory memory = owned.add(target.allocate(host.bytes()));
    uploads.add(new Copy(host, memory));
    return memory;
  }

  /** Device memory for an operand that is only written. */
  ClMemory output(Matrix host) {
    ClMemory memory = owned.add(target.allocate(host.bytes()));
    downloads.add(new Copy(host, memory));
    return memory;
  }

  /** Device memory for an operand that is read and written. */
  ClMemory inOut(Matrix host) {
    ClMemory memory = input(host);
    downloads.add(new Copy(host, memory));
    return memory;
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
      queue.write(copy.host, copy.memory);
    }
  }

  @Override
  public void run() {
    for (ClCommand command : commands) {
      command.enqueue(queue);
    }
    queue.finish();
  }

  @Override
  public void store() {
    for (Copy copy : downloads) {
      queue.read(copy.memory, copy.host);
    }
  }

  @Override
  public Map<String, Double> phaseSeconds() {
    try (ClProfile profile = new ClProfile(target)) {
      for (Copy copy : uploads) {
        profile.run("to device", () -> profile.queue().write(copy.host, copy.memory));
      }
      for (ClCommand command : commands) {
        profile.run("kernel", () -> command.enqueue(profile.queue()));
      }
      for (Copy copy : downloads) {
        profile.run("from device", () -> profile.queue().read(copy.memory, copy.host));
      }
      return profile.seconds();
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
