package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sub-group passes elements of A between its work-items in registers: {@code matmul_subgroup.cl},
 * for devices that have sub-groups of a size that is known, and for Intel's matrix engine. Not run
 * on either yet, for lack of one: a search tries it, nothing takes it without.
 *
 * @param form what multiplies
 * @param rows of C per sub-group; with {@link Form#XMX} a multiple of 8
 * @param cols columns of C per work-item
 * @param lanes work-items of a sub-group
 * @param emulated whether local memory stands in for registers, and a loop for the engine: to test
 *     all else where there are no sub-groups
 */
record SubgroupTile(Form form, int rows, int cols, int lanes, boolean emulated)
    implements OpenClTile {
  static final String FORM =
      "sub-ROWSxCOLS@LANES, e.g. sub-8x4@16, or xmx-ROWSxCOLS@LANES, e.g. xmx-16x4@16";

  /** For people. */
  static final String XMX = "XMX (cl_intel_subgroup_matrix_multiply_accumulate; untested)";

  /** What multiplies elements of A and B. */
  enum Form {
    /** Each work-item its own. */
    SUB("sub", "sub-groups (untested)", 1),
    /** Intel's engine for small matrices, halves by halves. */
    XMX("xmx", SubgroupTile.XMX, 8);

    private final String word;
    private final String text;
    private final int rowStep;

    Form(String word, String text, int rowStep) {
      this.word = word;
      this.text = text;
      this.rowStep = rowStep;
    }

    static Form parse(String word) {
      return word.equals(XMX.word) ? XMX : SUB;
    }
  }

  private static final Pattern PATTERN =
      Pattern.compile("(sub|xmx)-(\\d{1,2})x([1-8])@(8|16|32|64)");

  /** Elements of C of a work-item: more would not stay in registers. */
  private static final int SUMS_MAX = 128;

  private static final List<Integer> LANES = List.of(8, 16, 32, 64);
  private static final List<Integer> LANES_OF_XMX = List.of(8, 16);

  /** Length of the sums of one instruction of the engine. */
  private static final int STEPS_OF_XMX = 16;

  SubgroupTile {
    boolean whole = rows >= form.rowStep && rows % form.rowStep == 0 && rows * cols <= SUMS_MAX;
    if (!whole || (form == Form.XMX && !LANES_OF_XMX.contains(lanes))) {
      throw new BadInputException(
          ("bad tile %s-%dx%d@%d; legal: multiples of %d rows, up to %d sums per work-item%s,"
                  + " e.g. %s-8x4@16")
              .formatted(
                  form.word,
                  rows,
                  cols,
                  lanes,
                  form.rowStep,
                  SUMS_MAX,
                  form == Form.XMX ? ", 8 or 16 lanes" : "",
                  form.word));
    }
  }

  static Optional<OpenClTile> parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new SubgroupTile(
                Form.parse(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                false))
        : Optional.empty();
  }

  /** For devices without sub-groups, to test what does not depend on them. */
  SubgroupTile withEmulation() {
    return new SubgroupTile(form, rows, cols, lanes, true);
  }

  private static final int[][] LARGE = {{8, 4}, {16, 4}, {8, 8}, {16, 2}, {32, 2}, {32, 4}};
  private static final int[][] FLAT = {{8, 1}, {8, 2}, {16, 1}};

  /** Of a device that has sub-groups, and for halves an engine; empty elsewhere. */
  static Stream<OpenClTile> candidates(DeviceFacts facts, DType dtype, ShapeClass shapes) {
    Form form = dtype.isHalf() ? Form.XMX : Form.SUB;
    return facts.subGroupSizes().stream()
        .sorted()
        .filter((form == Form.XMX ? LANES_OF_XMX : LANES)::contains)
        .flatMap(
            lanes ->
                Stream.of(shapes == ShapeClass.FLAT ? FLAT : LARGE)
                    .map(size -> new SubgroupTile(form, size[0], size[1], lanes, false)))
        .filter(tile -> tile.fits(facts, dtype) instanceof Support.Yes)
        .map(tile -> tile);
  }

  @Override
  public Support fits(DeviceFacts facts, DType dtype) {
    if (dtype.isHalf() != (form == Form.XMX)) {
      return Support.no(
          "tile %s is for %s, not for %s"
              .formatted(this, form == Form.XMX ? "f16 and bf16" : "f32 and f64", dtype));
    }
    if (!emulated && missing(facts) instanceof Support.No no) {
      return no;
    }
    return OpenClTile.within(facts, this, lanes, emulated ? localBytes(dtype) : 0);
  }

  /** The engine takes sub-groups of the least size only. */
  private Support missing(DeviceFacts facts) {
    if (form == Form.XMX && !facts.hasXmx()) {
      return Support.no("tile %s needs %s; the device has none".formatted(this, Form.XMX.text));
    }
    List<Integer> sizes =
        facts.subGroupSizes().stream()
            .sorted()
            .limit(form == Form.XMX ? 1 : Long.MAX_VALUE)
            .toList();
    return sizes.contains(lanes)
        ? Support.yes()
        : Support.no(
            "tile %s needs sub-groups of %d; the device has %s"
                .formatted(
                    this,
                    lanes,
                    sizes.isEmpty()
                        ? "none whose size is known"
                        : sizes.stream().map(String::valueOf).collect(Collectors.joining(", "))));
  }

  /** What stands in for registers. */
  private long localBytes(DType dtype) {
    int steps = form == Form.XMX ? STEPS_OF_XMX : lanes;
    return (long) rows * steps * dtype.bytes();
  }

  @Override
  public MemoryNeed addWorkspace(MatMul problem, DeviceFacts facts, MemoryNeed need) {
    return form == Form.XMX
        ? need.add("C in f32", (long) problem.m() * problem.n() * DType.F32.bytes())
        : need;
  }

  @Override
  public List<ClCommand> bind(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned) {
    if (form == Form.SUB) {
      return List.of(launch(problem, target, List.of(a, b, c), owned));
    }
    HalfConversion conversion = HalfConversion.of(problem.dtype(), target, owned);
    long count = (long) problem.m() * problem.n();
    ClMemory wide = conversion.allocate(count);
    List<ClCommand> commands = new ArrayList<>();
    if (problem.beta() != 0) {
      commands.add(conversion.widen(count, c, wide));
    }
    commands.add(launch(problem, target, List.of(a, b, wide), owned));
    commands.add(conversion.narrow(count, wide, c));
    return commands;
  }

  private ClCommand launch(MatMul problem, ClTarget target, List<ClMemory> operands, Owned owned) {
    DType sums = problem.dtype().sums();
    long groups = (long) Math.ceilDiv(problem.m(), rows) * Math.ceilDiv(problem.n(), cols * lanes);
    ClProgram program =
        target.program(
            "matmul_subgroup.cl",
            emulated ? ClTarget.STANDARD : target.facts().standardOfSubGroups(),
            defines(problem, target.facts()));
    ClLaunch launch =
        new ClLaunch(program, "matmul", new long[] {groups * lanes}, new long[] {lanes});
    owned
        .add(launch)
        .with((long) problem.m())
        .with((long) problem.n())
        .with((long) problem.k())
        .with(sums, problem.alpha())
        .with(sums, problem.beta());
    operands.forEach(launch::with);
    return launch;
  }

  private String defines(MatMul problem, DeviceFacts facts) {
    return "-DROWS=%d -DCOLS=%d -DLANES=%d %s"
            .formatted(rows, cols, lanes, ClTarget.real(problem.dtype().sums()))
        + ClTarget.flags(
            form == Form.XMX ? "XMX" : "",
            problem.dtype() == DType.BF16 ? "OF_BF16" : "",
            problem.trans().ofA() ? "TRANS_A" : "",
            problem.trans().ofB() ? "TRANS_B" : "",
            emulated ? "EMULATED" : "",
            !emulated && facts.asksForSubGroupSize() ? "SIZE_OF_INTEL" : "");
  }

  /** Of halves it multiplies them; with f32 it is inside a tile that widens them. */
  @Override
  public OpenClTile of(DType dtype) {
    return form == Form.XMX ? this : OpenClTile.super.of(dtype);
  }

  @Override
  public Optional<String> multiplier(DType dtype) {
    return Optional.of(form.text);
  }

  @Override
  public List<OpenClTile> neighbours() {
    return Stream.of(
            new int[] {rows / 2, cols},
            new int[] {rows * 2, cols},
            new int[] {rows, cols / 2},
            new int[] {rows, cols * 2})
        .flatMap(size -> parsed(size[0], size[1]).stream())
        .toList();
  }

  /** Empty where there is no such tile. */
  private Optional<OpenClTile> parsed(int newRows, int newCols) {
    try {
      return parse(text(newRows, newCols));
    } catch (BadInputException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return text(rows, cols);
  }

  private String text(int newRows, int newCols) {
    return "%s-%dx%d@%d".formatted(form.word, newRows, newCols, lanes);
  }
}
