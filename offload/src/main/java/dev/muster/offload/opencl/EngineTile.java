package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A product of halves on a GPU's engine for small matrices: {@code matmul_engine.cl}.
 *
 * @param groupRows rows of C per work-group, a power of 2
 * @param groupCols columns of C per work-group, a power of 2
 * @param depth length of the sums that are staged at a time: 16, 32 or 64
 * @param warpRows rows of C per warp, a multiple of 16
 * @param warpCols columns of C per warp, a multiple of 16
 * @param stages tiles that local memory holds
 * @param parts that the sums are cut into, each for groups of its own; empty where as many as keep
 *     the device busy
 */
record EngineTile(
    int groupRows,
    int groupCols,
    int depth,
    int warpRows,
    int warpCols,
    int stages,
    OptionalInt parts)
    implements OpenClTile {
  /** For people. */
  static final String ENGINE = "tensor cores (mma.m16n8k16)";

  static final String FORM =
      "engine-ROWSxCOLSxDEPTH/WARPROWSxWARPCOLS@STAGES[kPARTS], e.g. engine-128x128x32/64x64@3";

  private static final Pattern PATTERN =
      Pattern.compile(
          "engine-(\\d{1,3})x(\\d{1,3})x(16|32|64)/(\\d{1,3})x(\\d{1,3})@([234])(?:k([1-9]\\d?))?");

  /** Rows of A and columns of B that one load from local memory takes. */
  private static final int BLOCK = 16;

  private static final int WARP = 32;

  /** Elements that move from global to local memory at once. */
  private static final int CHUNK = 8;

  /** Elements of C of a warp: more would not stay in registers. */
  private static final int SUMS_MAX = 128 * 64;

  private static final EngineTile PREFERRED = large(128, 128, 32, 64, 64, 3);

  private static final EngineTile FLAT = large(16, 128, 64, 16, 32, 2);

  EngineTile {
    boolean whole =
        isPowerOfTwo(groupRows)
            && isPowerOfTwo(groupCols)
            && warpRows >= BLOCK
            && warpCols >= BLOCK
            && groupRows % warpRows == 0
            && groupCols % warpCols == 0
            && warpRows % BLOCK == 0
            && warpCols % BLOCK == 0;
    if (!whole || warpRows * warpCols > SUMS_MAX) {
      throw new BadInputException(
          ("bad tile engine-%dx%dx%d/%dx%d; legal: powers of 2 for a group, multiples of %d for a"
                  + " warp, of which a group is a multiple, e.g. engine-128x128x32/64x64@3")
              .formatted(groupRows, groupCols, depth, warpRows, warpCols, BLOCK));
    }
  }

  private static boolean isPowerOfTwo(int value) {
    return value > 0 && Integer.bitCount(value) == 1;
  }

  private static EngineTile large(
      int groupRows, int groupCols, int depth, int warpRows, int warpCols, int stages) {
    return new EngineTile(
        groupRows, groupCols, depth, warpRows, warpCols, stages, OptionalInt.empty());
  }

  static EngineTile preferred(ShapeClass shapes) {
    return shapes == ShapeClass.FLAT ? FLAT : PREFERRED;
  }

  private static final List<EngineTile> OF_LARGE =
      List.of(
          PREFERRED,
          large(128, 128, 32, 64, 64, 2),
          large(128, 128, 16, 64, 64, 4),
          large(128, 128, 16, 64, 64, 3),
          large(128, 128, 32, 64, 32, 3),
          large(256, 128, 32, 64, 64, 2),
          large(128, 256, 32, 64, 64, 2),
          large(256, 128, 16, 64, 64, 3),
          large(64, 128, 32, 32, 64, 3),
          large(64, 64, 32, 32, 32, 3));

  private static final List<EngineTile> OF_FLAT =
      List.of(
          FLAT,
          large(16, 64, 64, 16, 16, 4),
          large(16, 128, 32, 16, 32, 4),
          large(16, 256, 32, 16, 64, 2),
          large(32, 128, 64, 32, 32, 2),
          large(16, 128, 64, 16, 16, 2));

  /** The preferred one, then others that fit. */
  static List<OpenClTile> candidates(DeviceFacts facts, DType dtype, ShapeClass shapes) {
    return (shapes == ShapeClass.FLAT ? OF_FLAT : OF_LARGE)
        .stream()
            .filter(tile -> tile.fits(facts, dtype) instanceof Support.Yes)
            .<OpenClTile>map(tile -> tile)
            .toList();
  }

  static Optional<OpenClTile> parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new EngineTile(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                Integer.parseInt(matcher.group(5)),
                Integer.parseInt(matcher.group(6)),
                matcher.group(7) == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(matcher.group(7)))))
        : Optional.empty();
  }

  private long items() {
    return (long) (groupRows / warpRows) * (groupCols / warpCols) * WARP;
  }

  private long localBytes(DType dtype) {
    return (long) stages * depth * (groupRows + groupCols) * dtype.bytes();
  }

  @Override
  public Support fits(DeviceFacts facts, DType dtype) {
    if (!dtype.isHalf()) {
      return Support.no("tile %s is for f16 and bf16, not for %s".formatted(this, dtype));
    }
    if (!facts.hasEngine()) {
      return Support.no("tile %s needs %s; the device has none".formatted(this, ENGINE));
    }
    return OpenClTile.within(facts, this, items(), localBytes(dtype));
  }

  private SumParts sums(MatMul problem) {
    return new SumParts(parts, depth, groups(problem));
  }

  private long groups(MatMul problem) {
    return (long) Math.ceilDiv(problem.m(), groupRows) * Math.ceilDiv(problem.n(), groupCols);
  }

  @Override
  public MemoryNeed addWorkspace(MatMul problem, DeviceFacts facts, MemoryNeed need) {
    return sums(problem).addWorkspace(problem, facts, need);
  }

  @Override
  public List<ClCommand> bind(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned) {
    SumParts sums = sums(problem);
    ClProgram program =
        target.program("matmul_engine.cl", defines(problem) + sums.define(problem, target.facts()));
    return sums.bind(problem, target, program, items(), List.of(a, b, c), owned);
  }

  private String defines(MatMul problem) {
    boolean ofA = problem.trans().ofA();
    boolean ofB = problem.trans().ofB();
    return "-DGROUP_ROWS=%d -DGROUP_COLS=%d -DDEPTH=%d -DWARP_ROWS=%d -DWARP_COLS=%d -DSTAGES=%d"
            .formatted(groupRows, groupCols, depth, warpRows, warpCols, stages)
        + ClTarget.flags(
            problem.dtype() == DType.BF16 ? "OF_BF16" : "",
            ofA ? "TRANS_A" : "",
            ofB ? "TRANS_B" : "",
            (ofA ? problem.m() : problem.k()) % CHUNK == 0 ? "A_WHOLE" : "",
            (ofB ? problem.k() : problem.n()) % CHUNK == 0 ? "B_WHOLE" : "",
            problem.n() % 2 == 0 ? "C_PAIRS" : "");
  }

  @Override
  public OpenClTile asRun(MatMul problem, DeviceFacts facts) {
    int count = (int) sums(problem).count(problem, facts);
    return count == 1
        ? this
        : new EngineTile(
            groupRows, groupCols, depth, warpRows, warpCols, stages, OptionalInt.of(count));
  }

  /** Halves are what it is for; all else it refuses by itself. */
  @Override
  public OpenClTile of(DType dtype) {
    return this;
  }

  @Override
  public Optional<String> multiplier(DType dtype) {
    return Optional.of(ENGINE);
  }

  @Override
  public List<OpenClTile> neighbours() {
    List<OpenClTile> tiles = new ArrayList<>();
    int[] sizes = {groupRows, groupCols, depth, warpRows, warpCols};
    for (int i = 0; i < sizes.length; i++) {
      for (int size : new int[] {sizes[i] / 2, sizes[i] * 2}) {
        int[] changed = sizes.clone();
        changed[i] = size;
        parsed(changed, stages).ifPresent(tiles::add);
      }
    }
    parsed(sizes, stages - 1).ifPresent(tiles::add);
    parsed(sizes, stages + 1).ifPresent(tiles::add);
    return tiles;
  }

  /** Empty where there is no such tile. */
  private Optional<OpenClTile> parsed(int[] sizes, int newStages) {
    try {
      return parse(text(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], newStages));
    } catch (BadInputException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return text(groupRows, groupCols, depth, warpRows, warpCols, stages);
  }

  /** That of a tile of these sizes, with as many parts. */
  private String text(Object... sizes) {
    return "engine-%dx%dx%d/%dx%d@%d".formatted(sizes)
        + (parts.isPresent() ? "k" + parts.getAsInt() : "");
  }
}
