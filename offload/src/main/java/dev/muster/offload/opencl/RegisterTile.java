package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One work-item keeps {@code rows × vectors} vectors of C in registers and reads B from packed
 * panels: {@code matmul.cl}, for CPUs.
 *
 * @param rows of C
 * @param vectors per row
 * @param lanes f32 per vector: 4, 8 or 16
 */
record RegisterTile(int rows, int vectors, int lanes) implements OpenClTile {
  static final String FORM = "ROWSxVECTORS@LANES, e.g. 8x2@16";
  private static final Pattern PATTERN = Pattern.compile("(\\d{1,2})x(\\d)@(4|8|16)");
  private static final int ROWS_MAX = 32;
  private static final int VECTORS_MAX = 8;
  private static final int PACK_GROUP = 16;

  RegisterTile {
    if (rows < 1 || rows > ROWS_MAX || vectors < 1 || vectors > VECTORS_MAX) {
      throw new BadInputException(
          "bad tile %dx%d; legal: 1 to %d rows by 1 to %d vectors, e.g. 8x2@16"
              .formatted(rows, vectors, ROWS_MAX, VECTORS_MAX));
    }
  }

  /**
   * Accumulators and one row of B: 14 of the 16 vector registers of AVX2, 18 of AVX-512's 32.
   * Measured with PoCL 3.1 on two Zen 5 cores at 1024³, of an FMA peak of 496 GFLOP/s: 8×2 396, 6×4
   * 390, 4×4 388, 12×2 383, 14×2 334; with vectors of 8, of a peak of 248: 6×2 197, 4×3 197, 5×2
   * 176.
   */
  static RegisterTile preferred(DeviceFacts facts) {
    int lanes = Integer.highestOneBit(Math.clamp(facts.nativeFloatLanes(), 4, 16));
    return lanes == 16 ? new RegisterTile(8, 2, lanes) : new RegisterTile(6, 2, lanes);
  }

  static Optional<OpenClTile> parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new RegisterTile(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  /** Every device can: what does not fit the registers is only slow. */
  @Override
  public Support fits(DeviceFacts facts) {
    return Support.yes();
  }

  private int cols() {
    return vectors * lanes;
  }

  private long panels(MatMul problem) {
    return Math.ceilDiv(problem.n(), cols());
  }

  /** The packed copy of B. */
  @Override
  public long workspaceBytes(MatMul problem) {
    return panels(problem) * cols() * problem.k() * Float.BYTES;
  }

  @Override
  public List<ClCommand> bind(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned) {
    ClProgram program =
        target.program(
            "matmul.cl", "-DROWS=%d -DVECTORS=%d -DLANES=%d".formatted(rows, vectors, lanes));
    ClMemory panels = owned.add(target.allocate(workspaceBytes(problem)));
    ClLaunch pack =
        owned.add(
            new ClLaunch(
                program,
                "pack",
                new long[] {problem.k(), panels(problem)},
                new long[] {PACK_GROUP, 1}));
    pack.with((long) problem.n()).with((long) problem.k()).with(b).with(panels);
    ClLaunch multiply =
        owned.add(
            new ClLaunch(
                program,
                "matmul",
                new long[] {Math.ceilDiv(problem.m(), rows), panels(problem)},
                new long[] {1, 1}));
    multiply
        .with((long) problem.m())
        .with((long) problem.n())
        .with((long) problem.k())
        .with((float) problem.alpha())
        .with((float) problem.beta())
        .with(a)
        .with(panels)
        .with(c);
    return List.of(pack, multiply);
  }

  @Override
  public String toString() {
    return rows + "x" + vectors + "@" + lanes;
  }
}
