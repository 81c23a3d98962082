package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A work-group stages tiles of A and B in local memory: {@code matmul_local.cl}, for GPUs.
 *
 * @param groupRows rows of C per work-group
 * @param groupCols columns of C per work-group
 * @param depth length of the sums that are staged at a time
 * @param itemRows rows of C per work-item
 * @param itemCols columns of C per work-item
 */
record LocalTile(int groupRows, int groupCols, int depth, int itemRows, int itemCols)
    implements OpenClTile {
  static final String FORM = "ROWSxCOLSxDEPTH/ITEMROWSxITEMCOLS, e.g. 64x64x16/4x4";
  private static final Pattern PATTERN =
      Pattern.compile("(\\d{1,3})x(\\d{1,3})x(\\d{1,3})/(\\d{1,2})x(\\d{1,2})");

  private static final List<LocalTile> BY_SIZE =
      List.of(
          new LocalTile(64, 64, 16, 4, 4),
          new LocalTile(32, 32, 16, 4, 4),
          new LocalTile(16, 16, 8, 4, 4),
          new LocalTile(4, 4, 4, 4, 4));

  LocalTile {
    if (!isWhole(groupRows, groupCols, depth, itemRows, itemCols)) {
      throw new BadInputException(
          "bad tile %dx%dx%d/%dx%d; legal: rows and columns of a group are multiples of those of"
                  .formatted(groupRows, groupCols, depth, itemRows, itemCols)
              + " an item, e.g. 64x64x16/4x4");
    }
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

  /** The largest that the device has the work-items and the local memory for. */
  static LocalTile preferred(DeviceFacts facts, DType dtype) {
    return BY_SIZE.stream()
        .filter(tile -> tile.fits(facts, dtype) instanceof Support.Yes)
        .findFirst()
        .orElse(BY_SIZE.getLast());
  }

  private static final int[] GROUP_EXTENTS = {16, 32, 64, 128};
  private static final int[] DEPTHS = {8, 16, 32};
  private static final int[] ITEM_EXTENTS = {2, 4, 8};

  /** So few work-items leave a GPU idle. */
  private static final int ITEMS_MIN = 32;

  /** Square tiles and such that are twice as wide or high, with all that fits the device. */
  static List<OpenClTile> candidates(DeviceFacts facts, DType dtype) {
    Set<OpenClTile> tiles = new LinkedHashSet<>();
    tiles.add(preferred(facts, dtype));
    for (int depth : DEPTHS) {
      for (int rows : GROUP_EXTENTS) {
        for (int cols : GROUP_EXTENTS) {
          for (int item : ITEM_EXTENTS) {
            LocalTile tile = new LocalTile(rows, cols, depth, item, item);
            boolean even = rows <= 2 * cols && cols <= 2 * rows;
            boolean busy = tile.itemsDown() * tile.itemsAcross() >= ITEMS_MIN;
            if (even && busy && tile.fits(facts, dtype) instanceof Support.Yes) {
              tiles.add(tile);
            }
          }
        }
      }
    }
    return List.copyOf(tiles);
  }

  @Override
  public Optional<OpenClTile> adapted(MatMul problem, DeviceFacts facts) {
    return fits(facts, problem.dtype()) instanceof Support.Yes
        ? Optional.of(this)
        : Optional.empty();
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
          tiles.add(new LocalTile(changed[0], changed[1], changed[2], changed[3], changed[4]));
        }
      }
    }
    return tiles;
  }

  static Optional<OpenClTile> parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new LocalTile(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                Integer.parseInt(matcher.group(5))))
        : Optional.empty();
  }

  private int itemsDown() {
    return groupRows / itemRows;
  }

  private int itemsAcross() {
    return groupCols / itemCols;
  }

  /** Both tiles, each with a column more. */
  private long localBytes(DType dtype) {
    return (long) dtype.bytes() * depth * (groupRows + 1 + groupCols + 1);
  }

  @Override
  public Support fits(DeviceFacts facts, DType dtype) {
    long items = (long) itemsDown() * itemsAcross();
    if (items > facts.maxGroupSize()) {
      return Support.no(
          "tile %s needs groups of %d work-items; the device has at most %d"
              .formatted(this, items, facts.maxGroupSize()));
    }
    return localBytes(dtype) <= facts.localBytes()
        ? Support.yes()
        : Support.no(
            "tile %s needs %d bytes of local memory; the device has %d"
                .formatted(this, localBytes(dtype), facts.localBytes()));
  }

  @Override
  public MemoryNeed addWorkspace(MatMul problem, MemoryNeed need) {
    return need;
  }

  @Override
  public List<ClCommand> bind(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned) {
    ClProgram program =
        target.program(
            "matmul_local.cl",
            "-DGROUP_ROWS=%d -DGROUP_COLS=%d -DDEPTH=%d -DITEM_ROWS=%d -DITEM_COLS=%d%s%s %s"
                .formatted(
                    groupRows,
                    groupCols,
                    depth,
                    itemRows,
                    itemCols,
                    problem.trans().ofA() ? " -DTRANS_A" : "",
                    problem.trans().ofB() ? " -DTRANS_B" : "",
                    ClTarget.real(problem.dtype())));
    long groupsAcross = Math.ceilDiv(problem.n(), groupCols);
    long groupsDown = Math.ceilDiv(problem.m(), groupRows);
    ClLaunch multiply =
        owned.add(
            new ClLaunch(
                program,
                "matmul",
                new long[] {groupsAcross * itemsAcross(), groupsDown * itemsDown()},
                new long[] {itemsAcross(), itemsDown()}));
    multiply
        .with((long) problem.m())
        .with((long) problem.n())
        .with((long) problem.k())
        .with(problem.dtype(), problem.alpha())
        .with(problem.dtype(), problem.beta())
        .with(a)
        .with(b)
        .with(c);
    return List.of(multiply);
  }

  @Override
  public String toString() {
    return "%dx%dx%d/%dx%d".formatted(groupRows, groupCols, depth, itemRows, itemCols);
  }
}
