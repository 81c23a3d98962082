package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.Launch;
import java.util.List;

/** A kernel of one work-item, put into the queue and waited for. */
public final class OpenClLaunch implements Kernel {
  private final OpenClDevice device;

  OpenClLaunch(OpenClDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Class<? extends Problem> computes() {
    return Launch.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (!(problem instanceof Launch)) {
      return Support.no("computes launches only");
    }
    return device.hasReal(problem.dtype()) instanceof Support.No no
        ? no
        : new MemoryNeed().add("out", problem.dtype().bytes()).on(device);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    ClTarget target = device.target();
    return OpenClBound.of(
        target,
        "one work-item on " + device.description(),
        bound -> {
          ClProgram program = target.program("launch.cl", ClTarget.real(problem.dtype()));
          long[] one = {1};
          ClLaunch launch = bound.owned().add(new ClLaunch(program, "launch", one, one));
          return List.of(launch.with(bound.output(operands.output(0))));
        });
  }
}
