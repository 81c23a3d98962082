package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
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
 * @param blocks how loops are cut for the caches; empty where those of the product follow from them
 */
record RegisterTile(int rows, int vectors, int lanes, Optional<Blocks> blocks)
    implements OpenClTile {
  static final String FORM = "ROWSxVECTORS@LANES[/KCxMCxNC], e.g. 8x2@16";
  private static final Pattern PATTERN =
      Pattern.compile(
          "(\\d{1,2})x(\\d)@(2|4|8|16)(?:/([1-9]\\d{0,5})x([1-9]\\d{0,5})x([1-9]\\d{0,5}))?");
  private static final int ROWS_MAX = 32;
  private static final int VECTORS_MAX = 8;

  /**
   * How loops are cut.
   *
   * @param kc length of the sums between two visits to C
   * @param mc rows of C per work-item, a multiple of those of the tile
   * @param nc columns of C per work-item, a multiple of those of the tile
   */
  record Blocks(int kc, int mc, int nc) {
    /** Of one column of a strip of B, and with it of one row of a block of A. */
    private static final int KC_BYTES = 2048;

    /** Of the C of one work-item, if units are not to wait for each other. */
    private static final int EXTENT = 128;

    private static final int KC_OF_LARGE_B = 64;
    private static final int FEW_ROWS = 16;
    private static final int KC_OF_FEW_ROWS = 32;

    /** Work-items per compute unit, so that none waits long for the last one. */
    private static final int ITEMS_PER_UNIT = 4;

    /**
     * For large products those that were fastest with PoCL 3.1 on two Zen 4 cores, where 1500³ had
     * 188 GFLOP/s with kc 256 and 193 with kc 512, beside 188 of the vector kernel in turns.
     */
    static Blocks of(RegisterTile tile, MatMul problem, boolean packed, int units) {
      int bytes = problem.dtype().bytes();
      int kc = Math.clamp(problem.k(), 1, packed ? KC_BYTES / bytes : directKc(problem));
      int mc = tile.rows() * tiles(Math.min(EXTENT, problem.m()), tile.rows());
      int nc =
          tile.cols() * tiles(packed ? Math.min(EXTENT, problem.n()) : problem.n(), tile.cols());
      return new Blocks(kc, mc, nc).forUnits(tile, problem, units);
    }

    private static int directKc(MatMul problem) {
      long bytesOfB = (long) problem.k() * problem.n() * problem.dtype().bytes();
      if (bytesOfB <= CacheSizes.here().l2Bytes() / 2) {
        return Math.max(1, problem.k());
      }
      return problem.m() <= FEW_ROWS ? KC_OF_FEW_ROWS : KC_OF_LARGE_B;
    }

    private static int tiles(long count, int tile) {
      return (int) Math.max(1, Math.ceilDiv(count, tile));
    }

    /** Halved along the longer side until every unit has a few work-items, or one tile is left. */
    private Blocks forUnits(RegisterTile tile, MatMul problem, int units) {
      Blocks blocks = this;
      while (blocks.items(problem) < (long) units * ITEMS_PER_UNIT) {
        int downTiles = blocks.mc / tile.rows();
        int acrossTiles = blocks.nc / tile.cols();
        if (acrossTiles > 1 && (blocks.nc >= blocks.mc || downTiles == 1)) {
          blocks = new Blocks(kc, blocks.mc, (acrossTiles + 1) / 2 * tile.cols());
        } else if (downTiles > 1) {
          blocks = new Blocks(kc, (downTiles + 1) / 2 * tile.rows(), blocks.nc);
        } else {
          break;
        }
      }
      return blocks;
    }

    /** Work-items of a product. */
    long items(MatMul problem) {
      return (long) Math.ceilDiv(problem.m(), mc) * Math.ceilDiv(problem.n(), nc);
    }

    @Override
    public String toString() {
      return "%dx%dx%d".formatted(kc, mc, nc);
    }
  }

  RegisterTile {
    if (rows < 1 || rows > ROWS_MAX || vectors < 1 || vectors > VECTORS_MAX) {
      throw new BadInputException(
          "bad tile %dx%d; legal: 1 to %d rows by 1 to %d vectors, e.g. 8x2@16"
              .formatted(rows, vectors, ROWS_MAX, VECTORS_MAX));
    }
    blocks.ifPresent(each -> requireWhole(each, rows, vectors * lanes));
  }

  RegisterTile(int rows, int vectors, int lanes) {
    this(rows, vectors, lanes, Optional.empty());
  }

  private static void requireWhole(Blocks blocks, int rows, int cols) {
    if (blocks.mc % rows != 0 || blocks.nc % cols != 0) {
      throw new BadInputException(
          "bad blocks %s; legal: MC a multiple of %d rows, NC of %d columns, e.g. 256x%dx%d"
              .formatted(blocks, rows, cols, 16 * rows, 16 * cols));
    }
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
      if (lanes >= 2 && lanes <= 16) {
        for (int[] form : Arrays.copyOf(forms, FORMS_OF_OTHER_LANES)) {
          plain.add(new RegisterTile(form[0], form[1], lanes));
        }
      }
    }
    for (RegisterTile tile : plain) {
      tiles.add(
          shapes == ShapeClass.FLAT
              ? tile
              : tile.cut(shapes.example(facts, dtype), facts.computeUnits()));
    }
    return List.copyOf(tiles);
  }

  /** With the blocks that it would have for a product. */
  private RegisterTile cut(MatMul problem, int units) {
    return new RegisterTile(
        rows, vectors, lanes, Optional.of(Blocks.of(this, problem, packs(problem), units)));
  }

  /** Blocks are for products that keep all units busy with them; others have their own. */
  @Override
  public Optional<OpenClTile> adapted(MatMul problem, DeviceFacts facts) {
    boolean suits =
        blocks
            .filter(each -> each.items(problem) < 2L * facts.computeUnits() || !packs(problem))
            .isEmpty();
    return Optional.of(suits ? this : new RegisterTile(rows, vectors, lanes));
  }

  @Override
  public List<OpenClTile> neighbours() {
    List<OpenClTile> tiles = new ArrayList<>();
    blocks.ifPresent(
        each -> {
          tiles.add(with(new Blocks(each.kc, each.mc, each.nc * 2)));
          tiles.add(with(new Blocks(Math.max(1, each.kc / 2), each.mc, each.nc)));
          tiles.add(with(new Blocks(each.kc, halved(each.mc, rows), each.nc)));
          tiles.add(with(new Blocks(each.kc * 2, each.mc, each.nc)));
          tiles.add(with(new Blocks(each.kc, each.mc * 2, each.nc)));
          tiles.add(with(new Blocks(each.kc, each.mc, halved(each.nc, cols()))));
        });
    for (int step : new int[] {-1, 1}) {
      add(tiles, rows + step, vectors);
      add(tiles, rows, vectors + step);
    }
    return tiles;
  }

  private RegisterTile with(Blocks newBlocks) {
    return new RegisterTile(rows, vectors, lanes, Optional.of(newBlocks));
  }

  private static int halved(int size, int tile) {
    return Math.max(1, size / tile / 2) * tile;
  }

  /** Another form with blocks of nearly the same size. */
  private void add(List<OpenClTile> tiles, int newRows, int newVectors) {
    if (newRows < 1 || newRows > ROWS_MAX || newVectors < 1 || newVectors > VECTORS_MAX) {
      return;
    }
    int newCols = newVectors * lanes;
    tiles.add(
        new RegisterTile(
            newRows,
            newVectors,
            lanes,
            blocks.map(
                each ->
                    new Blocks(
                        each.kc,
                        Math.max(1, each.mc / newRows) * newRows,
                        Math.max(1, each.nc / newCols) * newCols))));
  }

  static Optional<OpenClTile> parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new RegisterTile(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Optional.ofNullable(matcher.group(4))
                    .map(
                        kc ->
                            new Blocks(
                                Integer.parseInt(kc),
                                Integer.parseInt(matcher.group(5)),
                                Integer.parseInt(matcher.group(6))))))
        : Optional.empty();
  }

  /** Every device can: what does not fit the registers is only slow. */
  @Override
  public Support fits(DeviceFacts facts, DType dtype) {
    return Support.yes();
  }

  private int cols() {
    return vectors * lanes;
  }

  /** Up to which a packed copy of A would be read a few times only. */
  private static final int COLS_OF_FEW_READS = 128;

  /** False where operands are so small or so flat that a packed copy would hardly be read again. */
  private static boolean packs(MatMul problem) {
    if (problem.trans().ofB()) {
      return true;
    }
    long bytesOfB = (long) problem.k() * problem.n() * problem.dtype().bytes();
    return ShapeClass.of(problem) == ShapeClass.LARGE
        && problem.n() > COLS_OF_FEW_READS
        && bytesOfB > CacheSizes.here().l2Bytes() / 4;
  }

  /** Bytes of a packed copy of A or B. */
  private static long packedBytes(long count, int width, MatMul problem) {
    return Math.ceilDiv(count, width) * width * problem.k() * problem.dtype().bytes();
  }

  /** The last strip of B alone, where nothing else is packed. */
  private long edgeBytes(MatMul problem) {
    return problem.n() % cols() == 0 ? 0 : (long) cols() * problem.k() * problem.dtype().bytes();
  }

  @Override
  public MemoryNeed addWorkspace(MatMul problem, DeviceFacts facts, MemoryNeed need) {
    return packs(problem)
        ? need.add("packed A", packedBytes(problem.m(), rows, problem))
            .add("packed B", packedBytes(problem.n(), cols(), problem))
        : need.add("the last strip of B", edgeBytes(problem));
  }

  /** With fewer rows where the product has no more: none is computed for nothing. */
  private RegisterTile forRows(MatMul problem) {
    return blocks.isEmpty() && problem.m() > 0 && problem.m() < rows
        ? new RegisterTile(problem.m(), vectors, lanes)
        : this;
  }

  @Override
  public RegisterTile asRun(MatMul problem, DeviceFacts facts) {
    return forRows(problem).withBlocks(problem, facts);
  }

  private RegisterTile withBlocks(MatMul problem, DeviceFacts facts) {
    return new RegisterTile(rows, vectors, lanes, Optional.of(blocks(problem, facts)));
  }

  private Blocks blocks(MatMul problem, DeviceFacts facts) {
    return blocks.orElseGet(() -> Blocks.of(this, problem, packs(problem), facts.computeUnits()));
  }

  @Override
  public List<ClCommand> bind(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned) {
    return forRows(problem).bound(problem, target, a, b, c, owned);
  }

  private List<ClCommand> bound(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned) {
    boolean packed = packs(problem);
    Blocks cut = blocks(problem, target.facts());
    ClProgram program = target.program("matmul.cl", defines(problem.dtype(), packed));
    boolean ofA = problem.trans().ofA();
    boolean ofB = problem.trans().ofB();
    long m = problem.m();
    long n = problem.n();
    long k = problem.k();
    Strips stripsOfA = new Strips("pack_a", rows, m, ofA ? m : 1, ofA ? 1 : k, 0);
    Strips stripsOfB = new Strips("pack_b", cols(), n, ofB ? 1 : n, ofB ? k : 1, 0);
    List<ClCommand> commands = new ArrayList<>();
    ClMemory aRead = a;
    ClMemory bRead = b;
    ClMemory edge = b;
    if (packed) {
      aRead = owned.add(target.allocate(packedBytes(m, rows, problem)));
      bRead = owned.add(target.allocate(packedBytes(n, cols(), problem)));
      commands.add(owned.add(stripsOfA.pack(program, k, cut.kc, a, aRead)));
      commands.add(owned.add(stripsOfB.pack(program, k, cut.kc, b, bRead)));
    } else if (edgeBytes(problem) > 0) {
      edge = owned.add(target.allocate(edgeBytes(problem)));
      commands.add(owned.add(stripsOfB.last().pack(program, k, cut.kc, b, edge)));
    }
    ClLaunch multiply =
        owned.add(
            new ClLaunch(
                program,
                "matmul",
                new long[] {Math.ceilDiv(m, cut.mc), Math.ceilDiv(n, cut.nc)},
                new long[] {1, 1}));
    multiply.with(m).with(n).with(k).with((long) cut.mc).with((long) cut.nc).with((long) cut.kc);
    multiply.with(problem.dtype(), problem.alpha()).with(problem.dtype(), problem.beta());
    multiply.with(ofA ? 1 : k).with(ofA ? m : 1).with(aRead).with(bRead).with(edge).with(c);
    commands.add(multiply);
    return commands;
  }

  /**
   * One operand, to be packed in strips.
   *
   * @param width of a strip
   * @param count of rows or columns
   * @param stepSize elements from one step of the sum to the next
   * @param size elements from one row or column to the next
   * @param offset of the first element
   */
  private record Strips(
      String kernel, int width, long count, long stepSize, long size, long offset) {

    /** The one that is not whole. */
    Strips last() {
      long whole = count / width * width;
      return new Strips(kernel, width, count - whole, stepSize, size, offset + whole * size);
    }

    ClLaunch pack(ClProgram program, long k, int kc, ClMemory from, ClMemory into) {
      long[] items = {Math.ceilDiv(k, kc), Math.ceilDiv(count, width)};
      return new ClLaunch(program, kernel, items, new long[] {1, 1})
          .with(count)
          .with(k)
          .with((long) kc)
          .with(stepSize)
          .with(size)
          .with(offset)
          .with(from)
          .with(into);
    }
  }

  private String defines(DType dtype, boolean packed) {
    return "-DROWS=%d -DVECTORS=%d -DLANES=%d%s %s"
        .formatted(rows, vectors, lanes, packed ? " -DPACKED" : "", ClTarget.real(dtype));
  }

  @Override
  public String toString() {
    return rows + "x" + vectors + "@" + lanes + blocks.map(each -> "/" + each).orElse("");
  }
}
