package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.Stream;
import dev.muster.kernels.roofline.StreamCopy;
import dev.muster.kernels.roofline.StreamTriad;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.util.List;

/** A loop of STREAM in the memory of a device: what it gives to long vectors. */
public final class OpenClStream implements Kernel {
  private final OpenClDevice device;
  private final Class<? extends Stream> loop;
  private final String kernel;

  private OpenClStream(OpenClDevice device, Class<? extends Stream> loop, String kernel) {
    this.device = device;
    this.loop = loop;
    this.kernel = kernel;
  }

  /** out ← a. */
  static OpenClStream copy(OpenClDevice device) {
    return new OpenClStream(device, StreamCopy.class, "copy");
  }

  /** out ← b + 3·c. */
  static OpenClStream triad(OpenClDevice device) {
    return new OpenClStream(device, StreamTriad.class, "triad");
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Class<? extends Problem> computes() {
    return loop;
  }

  @Override
  public Support supports(Problem problem) {
    if (!loop.isInstance(problem)) {
      return Support.no("computes %s only".formatted(loop.getSimpleName()));
    }
    if (device.hasReal(problem.dtype()) instanceof Support.No no) {
      return no;
    }
    Stream stream = (Stream) problem;
    MemoryNeed need = new MemoryNeed();
    for (int vector = 0; vector < stream.vectors(); vector++) {
      need.add("a vector", stream.vectorBytes());
    }
    return need.on(device);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    ClTarget target = device.target();
    int lanes = target.facts().lanes(problem.dtype());
    return OpenClBound.of(
        target,
        describe(problem.dtype(), lanes),
        bound -> {
          Matrix out = operands.output(0);
          ClProgram program =
              target.program(
                  "stream.cl", "-DLANES=%d %s".formatted(lanes, ClTarget.real(problem.dtype())));
          ClLaunch launch =
              bound
                  .owned()
                  .add(
                      new ClLaunch(
                          program,
                          kernel,
                          new long[] {Math.ceilDiv(out.count(), lanes)},
                          new long[] {target.facts().vectorGroup()}));
          launch.with(out.count());
          for (Matrix input : operands.inputs()) {
            launch.with(bound.input(input));
          }
          return List.of(launch.with(bound.output(out)));
        });
  }

  private String describe(DType dtype, int lanes) {
    return "%s vectors of %d on %s".formatted(dtype, lanes, device.description());
  }
}
