package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One work-item keeps {@code rows × vectors} vectors of C in registers at a time: {@code
 * matmul.cl}, for CPUs.
 *
 * @param rows of C
 * @param vectors per row
 * @param lanes elements per vector: 2, 4, 8 or 16
 * @param reading how B is read; empty where it follows from the product
 * @param blocks how loops are cut for the caches; empty where they follow from the product
 */
record RegisterTile(
    int rows, int vectors, int lanes, Optional<Reading> reading, Optional<Blocks> blocks)
    implements OpenClTile {
  static final String FORM =
      "ROWSxVECTORS@LANES[-stored|-streamed|-staged|-packed][/KCxMCxNC], e.g. 8x2@16";
  private static final Pattern PATTERN =
      Pattern.compile(
          "(\\d{1,2})x(\\d)@(2|4|8|16)(?:-(stored|streamed|staged|packed))?(?:/([1-9]\\d{0,5})x([1-9]\\d{0,5})x([1-9]\\d{0,5}))?");
  private static final int ROWS_MAX = 32;
  private static final int VECTORS_MAX = 8;
  private static final int LANES_MIN = 2;

  /** As many as leave registers for a row of B and one element of A, of 32 and of 16. */
  private static final int VECTORS_OF_STORED = 4;

  private static final int VECTORS_OF_STORED_WITH_FEW_REGISTERS = 3;
  private static final int BYTES_OF_VECTORS_WITH_MANY_REGISTERS = 64;

  RegisterTile {
    if (rows < 1 || rows > ROWS_MAX || vectors < 1 || vectors > VECTORS_MAX) {
      throw new BadInputException(
          "bad tile %dx%d; legal: 1 to %d rows by 1 to %d vectors, e.g. 8x2@16"
              .formatted(rows, vectors, ROWS_MAX, VECTORS_MAX));
    }
    blocks.ifPresent(each -> each.requireWhole(rows, vectors * lanes));
  }

  RegisterTile(int rows, int vectors, int lanes) {
    this(rows, vectors, lanes, Optional.empty(), Optional.empty());
  }

  /**
   * Accumulators and one row of B: 14 of the 16 vector registers of AVX2, 20 of AVX-512's 32.
   * Measured with PoCL 3.1 on two Zen 4 cores at 2048³, of an FMA peak of 222 GFLOP/s: 4×4 186, 8×2
   * 176.
   */
  static RegisterTile preferred(DeviceFacts facts, DType dtype) {
    int floats = Integer.highestOneBit(Math.clamp(facts.nativeFloatLanes(), 4, 16));
    int lanes = floats * Float.BYTES / dtype.bytes();
    return floats == 16 ? new RegisterTile(4, 4, lanes) : new RegisterTile(6, 2, lanes);
  }

  /** Rows × vectors worth trying, as far as there are registers for the sums. */
  private static final int[][] FORMS = {
    {8, 2}, {6, 2}, {5, 2}, {4, 2}, {4, 3}, {3, 4}, {6, 3}, {4, 4}, {6, 4}, {8, 3}, {12, 2}, {10, 2}
  };

  private static final int[][] FLAT_FORMS = {
    {8, 2}, {8, 1}, {4, 4}, {4, 2}, {2, 8}, {2, 4}, {16, 1}
  };

  /** Forms that are tried with other widths of vectors too. */
  private static final int FORMS_OF_OTHER_LANES = 3;

  /** The preferred one, then others with vectors as wide; a few twice and half as wide. */
  static List<OpenClTile> candidates(DeviceFacts facts, DType dtype, ShapeClass shapes) {
    RegisterTile first = preferred(facts, dtype);
    Set<OpenClTile> tiles = new LinkedHashSet<>();
    List<RegisterTile> plain = new ArrayList<>();
    plain.add(first);
    int[][] forms = shapes == ShapeClass.FLAT ? FLAT_FORMS : FORMS;
    for (int[] form : forms) {
      plain.add(new RegisterTile(form[0], form[1], first.lanes));
    }
    for (int lanes : new int[] {first.lanes * 2, first.lanes / 2}) {
      if (lanes >= LANES_MIN && lanes <= 16) {
        for (int[] form : Arrays.copyOf(forms, FORMS_OF_OTHER_LANES)) {
          plain.add(new RegisterTile(form[0], form[1], lanes));
        }
      }
    }
    for (RegisterTile tile : plain) {
      tiles.add(shapes == ShapeClass.FLAT ? tile : tile.cut(shapes.example(facts, dtype), facts));
    }
    return List.copyOf(tiles);
  }

  /** With the blocks that it would have for a product. */
  private RegisterTile cut(MatMul problem, DeviceFacts facts) {
    return with(Blocks.of(this, problem, readingOf(problem, facts), facts));
  }

  /** Blocks are for large products that keep all units busy with them; others have their own. */
  @Override
  public Optional<OpenClTile> adapted(MatMul problem, DeviceFacts facts) {
    Reading wanted = readingOf(problem, facts);
    boolean suits =
        blocks
            .filter(
                each ->
                    each.items(problem) < (long) Blocks.LEAST_ITEMS_PER_UNIT * facts.computeUnits()
                        || wanted != Reading.PACKED)
            .isEmpty();
    RegisterTile open =
        suits ? this : new RegisterTile(rows, vectors, lanes, reading, Optional.empty());
    return Optional.of(wanted == Reading.STORED ? open.acrossColumnsOf(problem) : open);
  }

  /**
   * With as many sums, but of fewer rows and more columns, where A is read as it is stored, by
   * every strip of columns anew, if that computes no more for nothing. PoCL 3.1 on two cores of an
   * Intel Xeon, 8×2, 12×2 and 6×4 vectors of 16: 2560×64×2560 had 266, 221 and 298 GFLOP/s,
   * 1760×128×1760 201, 255 and 290.
   */
  private RegisterTile acrossColumnsOf(MatMul problem) {
    if (problem.m() < rows) {
      return this;
    }
    boolean manyRegisters = lanes * problem.dtype().bytes() >= BYTES_OF_VECTORS_WITH_MANY_REGISTERS;
    int most = manyRegisters ? VECTORS_OF_STORED : VECTORS_OF_STORED_WITH_FEW_REGISTERS;
    RegisterTile best = this;
    for (int wide = vectors + 1; wide <= most; wide++) {
      RegisterTile wider =
          new RegisterTile(Math.max(1, rows * vectors / wide), wide, lanes, reading, blocks);
      if (wider.columnsFor(problem) <= best.columnsFor(problem)) {
        best = wider;
      }
    }
    return best;
  }

  /** Columns that are computed, those beyond the edge of C included. */
  private long columnsFor(MatMul problem) {
    return Math.ceilDiv((long) problem.n(), cols()) * cols();
  }

  @Override
  public List<OpenClTile> neighbours() {
    List<OpenClTile> tiles = new ArrayList<>();
    blocks.ifPresent(
        each -> each.neighbours(rows, cols()).forEach(other -> tiles.add(with(other))));
    for (int step : new int[] {-1, 1}) {
      add(tiles, rows + step, vectors);
      add(tiles, rows, vectors + step);
    }
    return tiles;
  }

  private RegisterTile with(Blocks newBlocks) {
    return new RegisterTile(rows, vectors, lanes, reading, Optional.of(newBlocks));
  }

  /** Another form with blocks of nearly the same size. */
  private void add(List<OpenClTile> tiles, int newRows, int newVectors) {
    if (newRows < 1 || newRows > ROWS_MAX || newVectors < 1 || newVectors > VECTORS_MAX) {
      return;
    }
    tiles.add(
        new RegisterTile(
            newRows,
            newVectors,
            lanes,
            reading,
            blocks.map(each -> each.nearly(newRows, newVectors * lanes))));
  }

  static Optional<OpenClTile> parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new RegisterTile(
                number(matcher, 1),
                number(matcher, 2),
                number(matcher, 3),
                Optional.ofNullable(matcher.group(4))
                    .map(word -> Reading.valueOf(word.toUpperCase(Locale.ROOT))),
                matcher.group(5) == null
                    ? Optional.empty()
                    : Optional.of(
                        new Blocks(number(matcher, 5), number(matcher, 6), number(matcher, 7)))))
        : Optional.empty();
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  /** Every device can: what does not fit the registers is only slow. */
  @Override
  public Support fits(DeviceFacts facts, DType dtype) {
    return Support.yes();
  }

  /** A transposed B has to be packed, whatever was asked for. */
  Reading readingOf(MatMul problem, DeviceFacts facts) {
    return problem.trans().ofB()
        ? Reading.PACKED
        : reading.orElseGet(() -> Reading.of(problem, cols(), facts));
  }

  /** Columns of C that one work-item keeps in registers. */
  int cols() {
    return vectors * lanes;
  }

  private RegisterProduct of(MatMul problem, DeviceFacts facts) {
    return new RegisterProduct(within(problem), problem, facts);
  }

  @Override
  public MemoryNeed addWorkspace(MatMul problem, DeviceFacts facts, MemoryNeed need) {
    return of(problem, facts).addWorkspace(need);
  }

  /**
   * No larger than the product: nothing is computed for nothing. PoCL 3.1 on two cores of an Intel
   * Xeon, 1760×16×1760: 12×2 vectors of 16 had 128 GFLOP/s, 12×1 had 199.
   */
  private RegisterTile within(MatMul problem) {
    if (blocks.isPresent()) {
      return this;
    }
    int fewerLanes = lanes;
    while (fewerLanes > LANES_MIN && fewerLanes / 2 >= problem.n()) {
      fewerLanes /= 2;
    }
    return new RegisterTile(
        atMost(rows, problem.m()),
        atMost(vectors, Math.ceilDiv(problem.n(), fewerLanes)),
        fewerLanes,
        reading,
        blocks);
  }

  private static int atMost(int count, int wanted) {
    return Math.clamp(wanted, 1, count);
  }

  @Override
  public RegisterTile asRun(MatMul problem, DeviceFacts facts) {
    return of(problem, facts).asRun();
  }

  @Override
  public List<ClCommand> bind(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned) {
    return of(problem, target.facts()).bind(target, a, b, c, owned);
  }

  @Override
  public String toString() {
    return "%dx%d@%d%s%s"
        .formatted(
            rows,
            vectors,
            lanes,
            reading.map(each -> "-" + each).orElse(""),
            blocks.map(each -> "/" + each).orElse(""));
  }
}
