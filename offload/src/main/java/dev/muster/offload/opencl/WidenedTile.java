package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A product of halves on a device that has no engine for them: operands become f32, the product is
 * that of f32, and C is rounded once: {@code convert.cl}, around the kernel of the inner tile.
 *
 * @param inner of the product in f32; its text form is this one's
 */
record WidenedTile(OpenClTile inner) implements OpenClTile {

  @Override
  public Support fits(DeviceFacts facts, DType dtype) {
    return inner.fits(facts, dtype.sums());
  }

  private static MatMul wide(MatMul problem) {
    return problem.withType(problem.dtype().sums());
  }

  @Override
  public MemoryNeed addWorkspace(MatMul problem, DeviceFacts facts, MemoryNeed need) {
    MatMul wide = wide(problem);
    return inner.addWorkspace(wide, facts, OpenClMatMul.addOperands(wide, need));
  }

  @Override
  public List<ClCommand> bind(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned) {
    HalfConversion conversion = HalfConversion.of(problem.dtype(), target, owned);
    long aCount = (long) problem.m() * problem.k();
    long bCount = (long) problem.k() * problem.n();
    long cCount = (long) problem.m() * problem.n();
    ClMemory wideA = conversion.allocate(aCount);
    ClMemory wideB = conversion.allocate(bCount);
    ClMemory wideC = conversion.allocate(cCount);
    List<ClCommand> commands = new ArrayList<>();
    commands.add(conversion.widen(aCount, a, wideA));
    commands.add(conversion.widen(bCount, b, wideB));
    if (problem.beta() != 0) {
      commands.add(conversion.widen(cCount, c, wideC));
    }
    commands.addAll(inner.bind(wide(problem), target, wideA, wideB, wideC, owned));
    commands.add(conversion.narrow(cCount, wideC, c));
    return commands;
  }

  @Override
  public Optional<OpenClTile> adapted(MatMul problem, DeviceFacts facts) {
    return inner.adapted(wide(problem), facts).map(WidenedTile::new);
  }

  @Override
  public OpenClTile asRun(MatMul problem, DeviceFacts facts) {
    return inner.asRun(wide(problem), facts);
  }

  @Override
  public Optional<String> multiplier(DType dtype) {
    return Optional.of(
        dtype.sums() + inner.multiplier(dtype.sums()).map(text -> " by " + text).orElse(""));
  }

  @Override
  public List<OpenClTile> neighbours() {
    return inner.neighbours();
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
