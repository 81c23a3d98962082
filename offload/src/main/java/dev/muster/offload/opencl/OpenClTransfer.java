package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.Transfer;
import dev.muster.kernels.tensor.Matrix;

/** Moves a vector to a device, from it, or within its memory, by OpenCL's own copies. */
public final class OpenClTransfer implements Kernel {
  private final OpenClDevice device;

  OpenClTransfer(OpenClDevice device) {
    this.device = device;
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
    long bytes = transfer.vectorBytes();
    return new MemoryNeed().add("a", bytes).add("out", bytes).on(device);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    return new Bound(device, ((Transfer) problem).way(), operands.input(0), operands.output(0));
  }

  /** Before and after what is timed, the vector goes to where it is timed from, and comes back. */
  private static final class Bound implements BoundKernel {
    private final Owned owned = new Owned();
    private final OpenClDevice device;
    private final Transfer.Way way;
    private final Matrix a;
    private final Matrix out;
    private final ClQueue queue;
    private final ClMemory from;
    private final ClMemory into;
    private final ClCopy copy;

    Bound(OpenClDevice device, Transfer.Way way, Matrix a, Matrix out) {
      this.device = device;
      this.way = way;
      this.a = a;
      this.out = out;
      ClTarget target = device.target();
      try {
        this.queue = owned.add(target.queue());
        this.from = owned.add(target.allocate(a.bytes()));
        this.into = owned.add(target.allocate(a.bytes()));
      } catch (RuntimeException e) {
        owned.close();
        throw e;
      }
      this.copy = new ClCopy(from, 0, into, 0, a.bytes());
    }

    @Override
    public void load() {
      queue.write(a, from);
    }

    @Override
    public void run() {
      switch (way) {
        case TO_DEVICE -> queue.write(a, into);
        case FROM_DEVICE -> queue.read(from, out);
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
      }
    }

    @Override
    public String description() {
      return "copies of OpenCL on " + device.description();
    }

    /** Twice is fine. */
    @Override
    public void close() {
      owned.close();
    }
  }
}
