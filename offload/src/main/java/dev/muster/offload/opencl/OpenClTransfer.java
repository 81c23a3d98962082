package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.Transfer;
import dev.muster.kernels.tensor.Matrix;
import java.util.List;
import java.util.Optional;

/**
 * Moves a vector to a device, from it, or within its memory, by OpenCL's own copies.
 *
 * <p>Name on the repeat line: {@code opencl}, or {@code opencl:pinned} where the vector lies in
 * memory of the host that the driver has allocated, page-locked where it can.
 */
public final class OpenClTransfer implements Kernel {
  private static final String PINNED = "pinned";

  private final OpenClDevice device;
  private final boolean pinned;

  OpenClTransfer(OpenClDevice device) {
    this(device, false);
  }

  private OpenClTransfer(OpenClDevice device, boolean pinned) {
    this.device = device;
    this.pinned = pinned;
  }

  /** A device that computes in the memory of the host gains nothing by it. */
  @Override
  public List<String> settings() {
    return device.facts().sharesHostMemory() ? List.of() : List.of(PINNED);
  }

  @Override
  public Kernel with(List<String> settings) {
    if (settings.isEmpty()) {
      return this;
    }
    if (settings.equals(List.of(PINNED))) {
      return new OpenClTransfer(device, true);
    }
    throw new BadInputException(
        "bad setting '%s' of a transfer by 'opencl'; legal: %s"
            .formatted(String.join(":", settings), PINNED));
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Class<? extends Problem> computes() {
    return Transfer.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (!(problem instanceof Transfer transfer)) {
      return Support.no("computes transfers only");
    }
    if (pinned && transfer.way() == Transfer.Way.ON_DEVICE) {
      return Support.no("memory of the host, pinned or not, has no part in " + transfer.way());
    }
    long bytes = transfer.vectorBytes();
    return new MemoryNeed().add("a", bytes).add("out", bytes).on(device);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    return new Bound(device, pinned, (Transfer) problem, operands);
  }

  /** Before and after what is timed, the vector goes to where it is timed from, and comes back. */
  private static final class Bound implements BoundKernel {
    private final Owned owned = new Owned();
    private final String description;
    private final Transfer.Way way;
    private final Matrix a;
    private final Matrix out;

    /** Where the vector of the host lies while it is timed, if not where it came from. */
    private final Optional<Matrix> pinned;

    private final ClQueue queue;
    private final ClMemory from;
    private final ClMemory into;
    private final ClCopy copy;

    Bound(OpenClDevice device, boolean ofPinned, Transfer transfer, Operands operands) {
      this.description =
          "copies of OpenCL%s on %s"
              .formatted(ofPinned ? ", pinned memory of the host," : "", device.description());
      this.way = transfer.way();
      this.a = operands.input(0);
      this.out = operands.output(0);
      ClTarget target = device.target();
      try {
        this.queue = owned.add(target.queue());
        this.from = owned.add(target.allocate(a.bytes()));
        this.into = owned.add(target.allocate(a.bytes()));
        this.pinned = ofPinned ? Optional.of(pinned(target)) : Optional.empty();
      } catch (RuntimeException e) {
        owned.close();
        throw e;
      }
      this.copy = new ClCopy(from, 0, into, 0, a.bytes());
    }

    private Matrix pinned(ClTarget target) {
      return owned.add(new PinnedMemory(target.context(), queue, a.dtype(), a.count())).vector();
    }

    @Override
    public void load() {
      queue.write(a, from);
      pinned.ifPresent(memory -> memory.copyFrom(a));
    }

    @Override
    public void run() {
      switch (way) {
        case TO_DEVICE -> queue.write(pinned.orElse(a), into);
        case FROM_DEVICE -> queue.read(from, pinned.orElse(out));
        case ON_DEVICE -> {
          copy.enqueue(queue);
          queue.finish();
        }
      }
    }

    @Override
    public void store() {
      if (way != Transfer.Way.FROM_DEVICE) {
        queue.read(into, out);
      } else {
        pinned.ifPresent(out::copyFrom);
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
}
