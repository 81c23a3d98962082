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
import java.util.stream.Stream;

/**
 * A work-group stages tiles of A and B in local memory: {@code matmul_local.cl}, for GPUs.
 *
 * @param groupRows rows of C per work-group
 * @param groupCols columns of C per work-group
 * @param depth length of the sums that are staged at a time
 * @param itemRows rows of C per work-item
 * @param itemCols columns of C per work-item
 * @param vector elements that are read at once, where sizes allow: 1, 2 or 4
 * @param buffers 2 where one tile is staged while another one is read, else 1
 * @param parts that the sums are cut into, each for groups of its own; empty where as many as keep
 *     the device busy
 */
record LocalTile(
    int groupRows,
    int groupCols,
    int depth,
    int itemRows,
    int itemCols,
    int vector,
    int buffers,
    OptionalInt parts)
    implements OpenClTile {
  static final String FORM =
      "ROWSxCOLSxDEPTH/ITEMROWSxITEMCOLS[@VECTORxBUFFERS][kPARTS], e.g. 128x128x16/8x8@4x2";
  private static final Pattern PATTERN =
      Pattern.compile(
          "(\\d{1,3})x(\\d{1,3})x(\\d{1,3})/(\\d{1,2})x(\\d{1,2})"
              + "(?:@([124])x([12]))?(?:k([1-9]\\d?))?");

  /** What one instruction of a GPU reads at most. */
  private static final int VECTOR_BYTES = 16;

  /** Of the widest vector that is read from a tile. */
  private static final int ALIGNMENT = 32;

  LocalTile {
    if (!isWhole(groupRows, groupCols, depth, itemRows, itemCols)) {
      throw new BadInputException(
          "bad tile %dx%dx%d/%dx%d; legal: rows and columns of a group are multiples of those of"
                  .formatted(groupRows, groupCols, depth, itemRows, itemCols)
              + " an item, e.g. 64x64x16/4x4");
    }
  }

  /** Read element by element from a single buffer. */
  LocalTile(int groupRows, int groupCols, int depth, int itemRows, int itemCols) {
    this(groupRows, groupCols, depth, itemRows, itemCols, 1, 1, OptionalInt.empty());
  }

  private static boolean isWhole(int rows, int cols, int depth, int itemRows, int itemCols) {
    return depth >= 1
        && itemRows >= 1
        && itemCols >= 1
        && rows >= itemRows
        && cols >= itemCols
        && rows % itemRows == 0
        && cols % itemCols == 0;
  }

  /** With vectors as wide as a GPU reads. */
  private LocalTile vectorized(DType dtype, int newBuffers) {
    return with(Math.min(4, VECTOR_BYTES / dtype.bytes()), newBuffers);
  }

  private LocalTile with(int newVector, int newBuffers) {
    return new LocalTile(
        groupRows, groupCols, depth, itemRows, itemCols, newVector, newBuffers, parts);
  }

  /** Of the first of these that fits the device. */
  private static final List<LocalTile> BY_SIZE =
      List.of(
          new LocalTile(128, 128, 16, 8, 8),
          new LocalTile(64, 64, 16, 4, 4),
          new LocalTile(32, 32, 16, 4, 4),
          new LocalTile(16, 16, 8, 4, 4),
          new LocalTile(4, 4, 4, 4, 4));

  /** For products that leave units of a large device idle. */
  private static final LocalTile SMALL = new LocalTile(64, 64, 16, 4, 4);

  private static final List<LocalTile> FLAT_BY_SIZE =
      List.of(new LocalTile(16, 128, 16, 8, 4), new LocalTile(16, 32, 8, 4, 4), BY_SIZE.getLast());

  /** Of those that a GPU may be fast with, the first that fits. */
  static LocalTile preferred(DeviceFacts facts, DType dtype, ShapeClass shapes) {
    return (shapes == ShapeClass.FLAT ? FLAT_BY_SIZE : BY_SIZE)
        .stream()
            .map(tile -> tile.vectorized(dtype, 1))
            .filter(tile -> tile.fits(facts, dtype) instanceof Support.Yes)
            .findFirst()
            .orElse(BY_SIZE.getLast());
  }

  private static final int[] GROUP_EXTENTS = {128, 64, 32};
  private static final int[] DEPTHS = {16, 8};
  private static final int[] ITEM_EXTENTS = {8, 4};

  /** Others that pay where a work-item has registers for them. */
  private static final List<LocalTile> OF_LARGE_ITEMS =
      List.of(
          new LocalTile(256, 128, 8, 16, 8),
          new LocalTile(128, 256, 8, 8, 16),
          new LocalTile(256, 128, 16, 16, 8),
          new LocalTile(128, 256, 16, 8, 16));

  private static final List<LocalTile> FLAT =
      List.of(
          new LocalTile(16, 128, 16, 8, 4),
          new LocalTile(16, 128, 16, 4, 4),
          new LocalTile(16, 128, 32, 8, 4),
          new LocalTile(16, 256, 16, 8, 4),
          new LocalTile(16, 64, 32, 2, 4),
          new LocalTile(8, 128, 16, 4, 4),
          new LocalTile(8, 256, 8, 4, 4),
          new LocalTile(4, 256, 8, 4, 4),
          new LocalTile(32, 128, 16, 8, 4));

  /** For drivers that make nothing of vectors. */
  private static final List<LocalTile> PLAIN =
      List.of(new LocalTile(64, 64, 16, 4, 4), new LocalTile(32, 32, 16, 4, 4));

  /** So few work-items leave a GPU idle. */
  private static final int ITEMS_MIN = 32;

  /** From this depth on one buffer is enough to hide that it is filled. */
  private static final int DEPTH_OF_ONE_BUFFER = 16;

  /** The preferred one, then square tiles and such that are twice as wide or high, or flat ones. */
  static List<OpenClTile> candidates(DeviceFacts facts, DType dtype, ShapeClass shapes) {
    Stream<LocalTile> ofClass =
        shapes == ShapeClass.FLAT
            ? FLAT.stream().map(tile -> tile.vectorized(dtype, 2))
            : Stream.concat(OF_LARGE_ITEMS.stream(), nearlySquare().stream())
                .map(tile -> tile.vectorized(dtype, tile.depth < DEPTH_OF_ONE_BUFFER ? 2 : 1));
    return Stream.of(Stream.of(preferred(facts, dtype, shapes)), ofClass, PLAIN.stream())
        .flatMap(tiles -> tiles)
        .distinct()
        .filter(tile -> tile.fits(facts, dtype) instanceof Support.Yes)
        .<OpenClTile>map(tile -> tile)
        .toList();
  }

  private static List<LocalTile> nearlySquare() {
    List<LocalTile> tiles = new ArrayList<>();
    for (int depth : DEPTHS) {
      for (int rows : GROUP_EXTENTS) {
        for (int cols : GROUP_EXTENTS) {
          for (int item : ITEM_EXTENTS) {
            LocalTile tile = new LocalTile(rows, cols, depth, item, item);
            boolean even = rows <= 2 * cols && cols <= 2 * rows;
            if (even && tile.items() >= ITEMS_MIN) {
              tiles.add(tile);
            }
          }
        }
      }
    }
    return tiles;
  }

  /** A product of so few groups that most units would have none gets smaller ones. */
  @Override
  public Optional<OpenClTile> adapted(MatMul problem, DeviceFacts facts) {
    LocalTile smaller = SMALL.vectorized(problem.dtype(), 1);
    boolean idle =
        ShapeClass.of(problem) == ShapeClass.LARGE
            && 2 * groups(problem) < facts.computeUnits()
            && smaller.groups(problem) > groups(problem);
    return Stream.of(idle ? smaller : this, this)
        .filter(tile -> tile.fits(facts, problem.dtype()) instanceof Support.Yes)
        .<OpenClTile>map(tile -> tile)
        .findFirst();
  }

  @Override
  public List<OpenClTile> neighbours() {
    List<OpenClTile> tiles = new ArrayList<>();
    int[] sizes = {groupRows, groupCols, depth, itemRows, itemCols};
    for (int i = 0; i < sizes.length; i++) {
      for (int size : new int[] {sizes[i] / 2, sizes[i] * 2}) {
        int[] changed = sizes.clone();
        changed[i] = size;
        if (isWhole(changed[0], changed[1], changed[2], changed[3], changed[4])) {
          tiles.add(
              new LocalTile(
                  changed[0],
                  changed[1],
                  changed[2],
                  changed[3],
                  changed[4],
                  vector,
                  buffers,
                  parts));
        }
      }
    }
    tiles.add(with(vector, 3 - buffers));
    tiles.add(with(vector == 1 ? 4 : vector / 2, buffers));
    tiles.removeIf(tile -> !PATTERN.matcher(tile.toString()).matches());
    return tiles;
  }

  static Optional<OpenClTile> parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new LocalTile(
                number(matcher, 1),
                number(matcher, 2),
                number(matcher, 3),
                number(matcher, 4),
                number(matcher, 5),
                matcher.group(6) == null ? 1 : number(matcher, 6),
                matcher.group(7) == null ? 1 : number(matcher, 7),
                matcher.group(8) == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(number(matcher, 8))))
        : Optional.empty();
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private long items() {
    return (long) (groupRows / itemRows) * (groupCols / itemCols);
  }

  /** Both tiles, with what keeps their columns apart; the second one begins aligned. */
  private long localBytes(DType dtype) {
    long a = tileBytes(dtype, groupRows);
    return Math.ceilDiv(a, ALIGNMENT) * ALIGNMENT + tileBytes(dtype, groupCols);
  }

  private long tileBytes(DType dtype, int extent) {
    return (long) dtype.bytes() * buffers * depth * (extent + vector);
  }

  @Override
  public Support fits(DeviceFacts facts, DType dtype) {
    return OpenClTile.within(facts, this, items(), localBytes(dtype));
  }

  private long groups(MatMul problem) {
    return (long) Math.ceilDiv(problem.m(), groupRows) * Math.ceilDiv(problem.n(), groupCols);
  }

  private SumParts sums(MatMul problem) {
    return new SumParts(parts, depth, groups(problem));
  }

  /** How many parts the sums of a product are cut into on such a device. */
  long parts(MatMul problem, DeviceFacts facts) {
    return sums(problem).count(problem, facts);
  }

  @Override
  public LocalTile asRun(MatMul problem, DeviceFacts facts) {
    long count = parts(problem, facts);
    return count == 1
        ? this
        : new LocalTile(
            groupRows,
            groupCols,
            depth,
            itemRows,
            itemCols,
            vector,
            buffers,
            OptionalInt.of((int) count));
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
        target.program("matmul_local.cl", defines(problem) + sums.define(problem, target.facts()));
    return sums.bind(problem, target, program, items(), List.of(a, b, c), owned);
  }

  private String defines(MatMul problem) {
    boolean ofA = problem.trans().ofA();
    boolean ofB = problem.trans().ofB();
    int colVector = width(itemCols);
    return ("-DGROUP_ROWS=%d -DGROUP_COLS=%d -DDEPTH=%d -DITEM_ROWS=%d -DITEM_COLS=%d"
            + " -DROW_VECTOR=%d -DCOL_VECTOR=%d -DA_WIDTH=%d -DB_WIDTH=%d -DC_WIDTH=%d -DPAD=%d"
            + " -DBUFFERS=%d%s%s %s")
        .formatted(
            groupRows,
            groupCols,
            depth,
            itemRows,
            itemCols,
            width(itemRows),
            colVector,
            width(ofA ? gcd(problem.m(), groupRows) : gcd(problem.k(), depth)),
            width(ofB ? gcd(problem.k(), depth) : gcd(problem.n(), groupCols)),
            problem.n() % colVector == 0 ? colVector : 1,
            vector,
            buffers,
            ofA ? " -DTRANS_A" : "",
            ofB ? " -DTRANS_B" : "",
            ClTarget.real(problem.dtype()));
  }

  /** The widest vector, up to that of the tile, that a length is a multiple of. */
  private int width(int length) {
    return gcd(length, vector);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  @Override
  public String toString() {
    return "%dx%dx%d/%dx%d%s%s"
        .formatted(
            groupRows,
            groupCols,
            depth,
            itemRows,
            itemCols,
            vector == 1 && buffers == 1 ? "" : "@%dx%d".formatted(vector, buffers),
            parts.isPresent() ? "k" + parts.getAsInt() : "");
  }
}
