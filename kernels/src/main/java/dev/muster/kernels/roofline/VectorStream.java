package dev.muster.kernels.roofline;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The loops of STREAM with the widest vectors of this core; one class per loop. */
public abstract sealed class VectorStream implements Kernel
    permits VectorStream.Copy, VectorStream.Triad {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Support supports(Problem problem) {
    if (!computes().isInstance(problem)) {
      return Support.no("computes %s only".formatted(computes().getSimpleName()));
    }
    return problem.dtype() == DType.F32
        ? Support.yes()
        : Support.no("dtype %s; this kernel streams f32".formatted(problem.dtype()));
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    MemorySegment[] inputs =
        operands.inputs().stream().map(Matrix::segment).toArray(MemorySegment[]::new);
    MemorySegment out = operands.output(0).segment();
    long count = operands.output(0).count();
    return new Bound(() -> stream(inputs, out, count));
  }

  abstract void stream(MemorySegment[] inputs, MemorySegment out, long count);

  private record Bound(Runnable loop) implements BoundKernel {
    @Override
    public void run() {
      loop.run();
    }

    @Override
    public String description() {
      return "f32 vectors of %d bits".formatted(SPECIES.vectorBitSize());
    }
  }

  /** c ← a. */
  public static final class Copy extends VectorStream {
    @Override
    public Class<? extends Problem> computes() {
      return StreamCopy.class;
    }

    @Override
    void stream(MemorySegment[] inputs, MemorySegment out, long count) {
      MemorySegment a = inputs[0];
      long whole = count - count % LANES;
      for (long i = 0; i < whole; i += LANES) {
        FloatVector.fromMemorySegment(SPECIES, a, i * Float.BYTES, ORDER)
            .intoMemorySegment(out, i * Float.BYTES, ORDER);
      }
      for (long i = whole; i < count; i++) {
        out.setAtIndex(ValueLayout.JAVA_FLOAT, i, a.getAtIndex(ValueLayout.JAVA_FLOAT, i));
      }
    }
  }

  /** a ← b + s·c, the product and the sum in one instruction. */
  public static final class Triad extends VectorStream {
    @Override
    public Class<? extends Problem> computes() {
      return StreamTriad.class;
    }

    @Override
    void stream(MemorySegment[] inputs, MemorySegment out, long count) {
      MemorySegment b = inputs[0];
      MemorySegment c = inputs[1];
      FloatVector scalar = FloatVector.broadcast(SPECIES, StreamTriad.SCALAR);
      long whole = count - count % LANES;
      for (long i = 0; i < whole; i += LANES) {
        long at = i * Float.BYTES;
        FloatVector.fromMemorySegment(SPECIES, c, at, ORDER)
            .fma(scalar, FloatVector.fromMemorySegment(SPECIES, b, at, ORDER))
            .intoMemorySegment(out, at, ORDER);
      }
      for (long i = whole; i < count; i++) {
        float sum =
            Math.fma(
                c.getAtIndex(ValueLayout.JAVA_FLOAT, i),
                StreamTriad.SCALAR,
                b.getAtIndex(ValueLayout.JAVA_FLOAT, i));
        out.setAtIndex(ValueLayout.JAVA_FLOAT, i, sum);
      }
    }
  }
}
