package dev.muster.offload.opencl;

import dev.muster.bridge.clblast.ClBlast;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.matmul.MatMulOperands;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The product of CLBlast on the same queue and buffers as ours: the peer of every device.
 *
 * <p>Name on the repeat line: {@code clblast} as shipped, or {@code clblast:GEMMK=0 KREG=1 …} with
 * all that {@code clblast_tuner_xgemm} printed as best, and after another colon what {@code
 * clblast_tuner_xgemm_direct} did.
 */
public final class ClBlastMatMul implements Kernel {
  private final OpenClDevice device;
  private final List<ClBlastParameters> parameters;

  /** As shipped. */
  public ClBlastMatMul(OpenClDevice device) {
    this(device, List.of());
  }

  private ClBlastMatMul(OpenClDevice device, List<ClBlastParameters> parameters) {
    this.device = device;
    this.parameters = parameters;
  }

  @Override
  public Kernel with(List<String> settings) {
    return new ClBlastMatMul(device, settings.stream().map(ClBlastParameters::parse).toList());
  }

  @Override
  public String name() {
    return "clblast";
  }

  @Override
  public Class<? extends Problem> computes() {
    return MatMul.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (MatMulOperands.anyArithmetic(problem) instanceof Support.No no) {
      return no;
    }
    if (ClBlast.here().support() instanceof Support.No no) {
      return no;
    }
    if (!parameters.isEmpty() && !ClBlast.here().takesParameters()) {
      return Support.no(ClBlast.here().file() + " is too old to take parameters");
    }
    MatMul product = (MatMul) problem;
    if (device.has(product.dtype()) instanceof Support.No no) {
      return no;
    }
    return product.flops() == 0
        ? Support.no("CLBlast knows no products with nothing in them")
        : OpenClMatMul.operandsOf(product).on(device);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    MatMul product = (MatMul) problem;
    MatMulOperands.check(product, operands);
    parameters.forEach(each -> each.apply(device.handle(), product.dtype()));
    return OpenClBound.of(
        device.target(),
        "CLBlast %s, %s on %s"
            .formatted(
                ClBlastParameters.inUse(device.handle(), product.dtype()),
                ClBlast.here().file(),
                device.description()),
        bound -> {
          ClMemory a = bound.input(operands.input(0));
          ClMemory b = bound.input(operands.input(1));
          ClMemory c = bound.product(product, operands.output(0));
          return List.of(bound.owned().add(new Call(product, a, b, c)));
        });
  }

  private static final class Call implements ClCommand, Owned.Owner {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment queueHandle = arena.allocate(ValueLayout.JAVA_LONG);
    private final MatMul product;
    private final ClMemory a;
    private final ClMemory b;
    private final ClMemory c;

    Call(MatMul product, ClMemory a, ClMemory b, ClMemory c) {
      this.product = product;
      this.a = a;
      this.b = b;
      this.c = c;
    }

    @Override
    public void enqueue(ClQueue queue) {
      queueHandle.set(ValueLayout.JAVA_LONG, 0, queue.handle());
      ClError.check(
          "CLBlast",
          ClBlast.here()
              .gemm(
                  product, queueHandle, a.handle(), b.handle(), c.handle(), queue.eventAddress()));
    }

    @Override
    public void close() {
      if (arena.scope().isAlive()) {
        arena.close();
      }
    }
  }
}
