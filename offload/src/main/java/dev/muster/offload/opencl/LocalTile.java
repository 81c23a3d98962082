package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import java.util.List;
import java.util.Optional;
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
    boolean whole =
        depth >= 1
            && itemRows >= 1
            && itemCols >= 1
            && groupRows >= itemRows
            && groupCols >= itemCols
            && groupRows % itemRows == 0
            && groupCols % itemCols == 0;
    if (!whole) {
      throw new BadInputException(
          "bad tile %dx%dx%d/%dx%d; legal: rows and columns of a group are multiples of those of"
                  .formatted(groupRows, groupCols, depth, itemRows, itemCols)
              + " an item, e.g. 64x64x16/4x4");
    }
  }

  /** The largest that the device has the work-items and the local memory for. */
  static LocalTile preferred(DeviceFacts facts) {
    return BY_SIZE.stream()
        .filter(tile -> tile.fits(facts) instanceof Support.Yes)
        .findFirst()
        .orElse(BY_SIZE.getLast());
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

  /** Both tiles, A with a column more. */
  private long localBytes() {
    return (long) Float.BYTES * depth * (groupRows + 1 + groupCols);
  }

  @Override
  public Support fits(DeviceFacts facts) {
    long items = (long) itemsDown() * itemsAcross();
    if (items > facts.maxGroupSize()) {
      return Support.no(
          "tile %s needs groups of %d work-items; the device has at most %d"
              .formatted(this, items, facts.maxGroupSize()));
    }
    return localBytes() <= facts.localBytes()
        ? Support.yes()
        : Support.no(
            "tile %s needs %d bytes of local memory; the device has %d"
                .formatted(this, localBytes(), facts.localBytes()));
  }

  @Override
  public long workspaceBytes(MatMul problem) {
    return 0;
  }

  @Override
  public List<ClCommand> bind(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned) {
    ClProgram program =
        target.program(
            "matmul_local.cl",
            "-DGROUP_ROWS=%d -DGROUP_COLS=%d -DDEPTH=%d -DITEM_ROWS=%d -DITEM_COLS=%d"
                .formatted(groupRows, groupCols, depth, itemRows, itemCols));
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
        .with((float) problem.alpha())
        .with((float) problem.beta())
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
