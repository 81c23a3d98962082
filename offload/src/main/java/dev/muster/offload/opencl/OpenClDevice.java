package dev.muster.offload.opencl;

import dev.muster.bridge.clblast.ClBlast;
import dev.muster.bridge.os.BoardEnergy;
import dev.muster.bridge.os.EnergyMeter;
import dev.muster.bridge.os.PackageEnergy;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.Launch;
import dev.muster.kernels.roofline.StreamCopy;
import dev.muster.kernels.roofline.StreamTriad;
import dev.muster.kernels.roofline.Transfer;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.pool.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A device of an OpenCL platform, or a part of one. Its own context is made when a kernel is first
 * bound, and serves all kernels that are bound to it. Thread-safe.
 */
public final class OpenClDevice implements Device, Owned.Owner {
  private final OpenClPlatform platform;
  private final long handle;
  private final String id;
  private final DeviceFacts facts;
  private ClContext context;

  /**
   * @param id e.g. {@code opencl:0}
   */
  OpenClDevice(OpenClPlatform platform, long handle, String id) {
    this.platform = platform;
    this.handle = handle;
    this.id = id;
    this.facts = DeviceFacts.of(handle);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Optional<String> hardware() {
    return facts.isCpu() ? Optional.of(CORES) : DeviceAbilities.physicalId(handle);
  }

  @Override
  public String description() {
    return "%s, %s, driver %s, %s, %d CU"
        .formatted(
            facts.name(),
            platform.name(),
            facts.driverVersion(),
            facts.version(),
            facts.computeUnits());
  }

  /** All that it may be called, in lower case. */
  Stream<String> names() {
    return Stream.of(
            platform.name(),
            platform.version(),
            facts.vendor(),
            facts.name(),
            facts.driverVersion())
        .map(name -> name.toLowerCase(Locale.ROOT));
  }

  /** What decides which tile is the fastest: device and driver, on one line. */
  public String identity() {
    return "%s; %s; %s; driver %s; %d CU"
        .formatted(
            facts.vendor(),
            facts.name(),
            platform.version(),
            facts.driverVersion(),
            facts.computeUnits());
  }

  @Override
  public Kernels kernels() {
    return new Kernels(
        List.of(
            new OpenClMatMul(this),
            new ClBlastMatMul(this),
            new OpenClReduce(this),
            new OpenClFma(this),
            new OpenClEngine(this),
            new OpenClDot(this),
            OpenClStream.copy(this),
            OpenClStream.triad(this),
            new OpenClTransfer(this),
            new OpenClLocalReads(this),
            new OpenClLaunch(this)));
  }

  /** What clpeak measures; vectors as long as the memory of the device allows. */
  @Override
  public List<Problem> ceilings() {
    long bytes = Math.min(STREAM_BYTES, Math.min(facts.maxAllocBytes(), facts.globalBytes() / 8));
    long count = bytes / DType.F32.bytes();
    List<Problem> ceilings = new ArrayList<>();
    for (DType dtype : DType.ofArithmetic()) {
      if (facts.hasFma() && !facts.lacks(dtype)) {
        ceilings.add(peakProblem(dtype));
      }
    }
    if (facts.hasFmaOfF16()) {
      ceilings.add(OpenClFma.problem(facts, DType.F16));
    }
    if (facts.hasEngine()) {
      ceilings.add(OpenClEngine.problem(facts, DType.F16));
      ceilings.add(OpenClEngine.problem(facts, DType.BF16));
    }
    OpenClDot.problem(facts).ifPresent(ceilings::add);
    ceilings.add(new StreamCopy(DType.F32, count));
    ceilings.add(new StreamTriad(DType.F32, count));
    ceilings.add(OpenClLocalReads.problem(facts, DType.F32));
    for (Transfer.Way way : Transfer.Way.values()) {
      ceilings.add(new Transfer(way, DType.F32, count));
    }
    ceilings.add(new Launch(DType.F32));
    return List.copyOf(ceilings);
  }

  @Override
  public Problem peakProblem(DType dtype) {
    return dtype.isHalf() && facts.hasEngine()
        ? OpenClEngine.problem(facts, dtype)
        : OpenClFma.problem(facts, dtype.sums());
  }

  /** Of the cores that a driver for CPUs computes on, or of the board in its slot. */
  @Override
  public Optional<EnergyMeter> energy() {
    return facts.isCpu()
        ? Optional.of(PackageEnergy.here())
        : DeviceAbilities.pciAddress(handle).flatMap(BoardEnergy::at);
  }

  /** What a user calls it, with what a report to its maker needs. */
  String named() {
    return "%s (%s, driver %s)".formatted(id, facts.name(), facts.driverVersion());
  }

  OpenClPlatform platform() {
    return platform;
  }

  long handle() {
    return handle;
  }

  DeviceFacts facts() {
    return facts;
  }

  /** Whether products of halves have an engine of their own, and with it tiles of their own. */
  public boolean hasEngine() {
    return facts.hasEngine() || facts.hasXmx();
  }

  /** Whether it computes with elements of this type. */
  Support has(DType dtype) {
    return facts.lacks(dtype) ? Support.no("%s has no %s".formatted(id, dtype)) : Support.yes();
  }

  /** Whether it computes with elements of this type, and the type is one of products. */
  Support hasReal(DType dtype) {
    return dtype.hasArithmetic() ? has(dtype) : Support.no("%s has no %s".formatted(id, dtype));
  }

  /** This device in its own context. */
  synchronized ClTarget target() {
    if (context == null) {
      context = new ClContext(platform.handle(), List.of(handle), id);
    }
    return new ClTarget(context, handle, facts);
  }

  /** Releases the context; a later bind makes a new one. */
  @Override
  public synchronized void close() {
    if (context != null) {
      ClBlast.forget();
      context.close();
      context = null;
    }
  }
}
