package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One product by one {@link RegisterTile}: what it packs, how it is cut, and its launches. */
final class RegisterProduct {
  /**
   * Packed copies of both operands per unit, so that caches hold them, and each unit has much to do
   * between launches. PoCL 3.1 on two cores of an Intel Xeon, packed whole and in slices of 1024
   * steps, in turns: 2048×1536×7168 had 235 and 257 GFLOP/s whole, 322 and 296 in slices;
   * 2048×4096×11008 253 and 242, 291 and 282.
   */
  private static final long SLICE_BYTES_PER_UNIT = 8 << 20;

  /** Of a row of A or a column of B in a slice at least, since each slice visits all of C. */
  private static final int SLICE_ROW_BYTES = 2048;

  private final RegisterTile tile;
  private final MatMul problem;
  private final Reading reading;
  private final Blocks blocks;
  private final long partDepth;
  private final long sliceDepth;
  private final long sliceCount;
  private final PartialSums sums;

  RegisterProduct(RegisterTile tile, MatMul problem, DeviceFacts facts) {
    this.tile = tile;
    this.problem = problem;
    Reading wanted = tile.readingOf(problem, facts);
    this.blocks =
        tile.blocks()
            .orElseGet(() -> Blocks.of(tile, problem, wanted, facts))
            .even(problem, tile.rows(), tile.cols());
    this.reading = wanted == Reading.STAGED && !stages(facts) ? Reading.PACKED : wanted;
    this.partDepth = partDepth(facts);
    this.sliceDepth = sliceDepth(facts);
    this.sliceCount = Math.max(1, Math.round((double) problem.k() / sliceDepth));
    this.sums = new PartialSums(problem, Math.max(1, Math.ceilDiv(problem.k(), partDepth)));
  }

  /** Blocks that were asked for may leave no place, or no reason, to stage B. */
  private boolean stages(DeviceFacts facts) {
    return blocks.mc() >= problem.m() && blocks.bytesOfB(problem) <= facts.localBytes();
  }

  /** Of streamed products, whose work-items have long rows: in parts where those are too few. */
  private long partDepth(DeviceFacts facts) {
    return reading == Reading.STREAMED
        ? new SumParts(OptionalInt.empty(), blocks.kc(), blocks.items(problem))
            .partDepth(problem, facts)
        : Math.max(1, problem.k());
  }

  /**
   * Steps of the sums that are packed and multiplied before the next ones are, in whole blocks; all
   * of them where B is not packed.
   */
  private long sliceDepth(DeviceFacts facts) {
    long all = Math.max(1, problem.k());
    if (reading != Reading.PACKED) {
      return all;
    }
    long bytes = problem.dtype().bytes();
    long stepBytes = Math.max(1, ((long) problem.m() + problem.n()) * bytes);
    long room = SLICE_BYTES_PER_UNIT * facts.computeUnits() / stepBytes;
    long depth = Math.max(room, SLICE_ROW_BYTES / bytes);
    return Math.min(all, Math.ceilDiv(depth, blocks.kc()) * (long) blocks.kc());
  }

  /** The last slice is longer by less than half of one, rather than short. */
  private long stepsOfSlice(long slice) {
    return slice == sliceCount - 1 ? problem.k() - slice * sliceDepth : sliceDepth;
  }

  private long longestSlice() {
    return Math.max(sliceDepth, stepsOfSlice(sliceCount - 1));
  }

  /** The tile with all that it left open. */
  RegisterTile asRun() {
    return new RegisterTile(
        tile.rows(), tile.vectors(), tile.lanes(), Optional.of(reading), Optional.of(blocks));
  }

  private boolean packsA() {
    return reading.packsA(problem);
  }

  /** Bytes of a packed copy of a slice of A or B. */
  private long packedBytes(long count, int width) {
    return Math.ceilDiv(count, width) * width * longestSlice() * problem.dtype().bytes();
  }

  private long bytesOfA() {
    return packedBytes(problem.m(), tile.rows());
  }

  private long bytesOfB() {
    return packedBytes(problem.n(), tile.cols());
  }

  /** The last strip of B alone, where B is read as it is stored. */
  private long edgeBytes() {
    boolean stored = reading == Reading.STORED || reading == Reading.STREAMED;
    return stored && problem.n() % tile.cols() != 0 ? packedBytes(1, tile.cols()) : 0;
  }

  MemoryNeed addWorkspace(MemoryNeed need) {
    if (packsA()) {
      need.add("packed A", bytesOfA());
    }
    if (reading == Reading.PACKED) {
      need.add("packed B", bytesOfB());
    }
    return sums.addWorkspace(need.add("the last strip of B", edgeBytes()));
  }

  List<ClCommand> bind(ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned) {
    ClProgram program = target.program("matmul.cl", defines(target));
    long m = problem.m();
    long n = problem.n();
    long k = problem.k();
    boolean ofA = problem.trans().ofA();
    boolean ofB = problem.trans().ofB();
    Strips stripsOfA = new Strips("pack_a", tile.rows(), m, ofA ? m : 1, ofA ? 1 : k, 0);
    Strips stripsOfB = new Strips("pack_b", tile.cols(), n, ofB ? 1 : n, ofB ? k : 1, 0);
    ClMemory aRead = packsA() ? owned.add(target.allocate(bytesOfA())) : a;
    ClMemory bRead = reading == Reading.PACKED ? owned.add(target.allocate(bytesOfB())) : b;
    ClMemory edge = edgeBytes() > 0 ? owned.add(target.allocate(edgeBytes())) : b;
    ClMemory into = sums.memory(target, c, owned);
    List<ClCommand> commands = new ArrayList<>();
    for (long slice = 0; slice < sliceCount; slice++) {
      long start = slice * sliceDepth;
      long steps = stepsOfSlice(slice);
      Strips sliceOfB = stripsOfB.from(start);
      if (packsA()) {
        commands.add(owned.add(stripsOfA.from(start).pack(program, steps, blocks.kc(), a, aRead)));
      }
      if (reading == Reading.PACKED) {
        commands.add(owned.add(sliceOfB.pack(program, steps, blocks.kc(), b, bRead)));
      }
      if (edgeBytes() > 0) {
        commands.add(owned.add(sliceOfB.last().pack(program, steps, blocks.kc(), b, edge)));
      }
      ClLaunch multiply = owned.add(launch(program, start, steps));
      multiply.with(ofA ? 1 : k).with(ofA ? m : 1).with(aRead).with(bRead).with(edge).with(into);
      multiply.with(partDepth);
      if (reading == Reading.STAGED) {
        multiply.withLocal(blocks.bytesOfB(problem));
      }
      commands.add(multiply);
    }
    commands.addAll(sums.combine(target, program, into, c, owned));
    return commands;
  }

  /**
   * With its first arguments. C is scaled before the first slice is added, and parts of sums are
   * not before they are added.
   */
  private ClLaunch launch(ClProgram program, long start, long steps) {
    long down = Math.ceilDiv(problem.m(), blocks.mc());
    long across = Math.ceilDiv(problem.n(), blocks.nc());
    boolean whole = sums.count() == 1;
    DType dtype = problem.dtype();
    double beta = start == 0 ? problem.beta() : 1;
    return new ClLaunch(
            program, "matmul", new long[] {down, across, sums.count()}, new long[] {1, 1, 1})
        .with((long) problem.m())
        .with((long) problem.n())
        .with(steps)
        .with((long) blocks.mc())
        .with((long) blocks.nc())
        .with((long) blocks.kc())
        .with(dtype, whole ? problem.alpha() : 1)
        .with(dtype, whole ? beta : 0);
  }

  private String defines(ClTarget target) {
    return "-DROWS=%d -DVECTORS=%d -DLANES=%d %s"
            .formatted(tile.rows(), tile.vectors(), tile.lanes(), ClTarget.real(problem.dtype()))
        + ClTarget.flags(
            packsA() ? "PACKED_A" : "",
            reading == Reading.PACKED ? "PACKED_B" : "",
            reading == Reading.STAGED ? "STAGED_B" : "",
            sums.flag(),
            DriverQuirks.prefetches(target.device()) ? "PREFETCHES" : "");
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

    /** Without the steps before that one. */
    Strips from(long start) {
      return new Strips(kernel, width, count, stepSize, size, offset + start * stepSize);
    }

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
}
