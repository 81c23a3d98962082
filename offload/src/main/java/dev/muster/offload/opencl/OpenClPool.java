package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.offload.pool.Clock;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.MixedPool;
import dev.muster.offload.pool.RankDevice;
import dev.muster.offload.pool.SharedHardware;
import dev.muster.offload.pool.ThreadedPool;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A device of OpenCL as one rank, or its sub-devices as many: one context for all, one queue per
 * rank.
 */
public final class OpenClPool extends ThreadedPool {
  private static final String KERNEL = "opencl";

  /** The kernel whose operands stay with the host, and are brought part by part. */
  public static final String STREAMED = KERNEL + ":streamed";

  private final String text;
  private final Owned owned;
  private final List<OpenClDevice> devices;
  private final ClContext context;

  private OpenClPool(String text, List<OpenClDevice> devices, Owned owned) {
    super(Clock.real());
    this.text = text;
    this.owned = owned;
    this.devices = devices;
    List<Long> handles = devices.stream().map(OpenClDevice::handle).toList();
    long platform = devices.getFirst().platform().handle();
    this.context = owned.add(new ClContext(platform, handles, text));
  }

  /** A whole device. */
  static OpenClPool whole(OpenClDevice device) {
    return open(device, device.id(), _ -> List.of(device));
  }

  /** Many devices as one pool; those of one driver share a context. */
  static ThreadedPool of(String text, List<OpenClDevice> devices) {
    Map<Long, List<OpenClDevice>> drivers =
        devices.stream()
            .collect(
                Collectors.groupingBy(
                    device -> device.platform().handle(), LinkedHashMap::new, Collectors.toList()));
    List<OpenClPool> pools = new ArrayList<>();
    try {
      devices.forEach(OpenClPool::requireAvailable);
      for (List<OpenClDevice> ofDriver : drivers.values()) {
        pools.add(open(ofDriver.getFirst(), text, _ -> ofDriver));
      }
    } catch (RuntimeException e) {
      pools.forEach(OpenClPool::close);
      throw e;
    }
    return pools.size() == 1 ? pools.getFirst() : new MixedPool(text, pools);
  }

  /**
   * All sub-devices of a device.
   *
   * @throws BadInputException where the device can be split, but not so
   * @throws UnsupportedPoolException where its driver cannot split it so
   */
  static OpenClPool parts(OpenClDevice root, Partition partition) {
    return open(
        root,
        root.id() + "/" + partition.text(),
        owned -> SubDevices.split(root, partition, owned));
  }

  /** One of the sub-devices of a device; throws as {@link #parts} does. */
  static OpenClPool part(OpenClDevice root, Partition partition, int part) {
    String text = SubDevices.id(root, partition, part);
    return open(
        root,
        text,
        owned -> {
          List<OpenClDevice> parts = SubDevices.split(root, partition, owned);
          if (part >= parts.size()) {
            throw noPart(text, parts.size());
          }
          return List.of(parts.get(part));
        });
  }

  /** For the text of a pool that is one of {@code parts}. */
  static BadInputException noPart(String text, int parts) {
    return new BadInputException(
        "bad pool '%s'; legal: parts 0 to %d of %d".formatted(text, parts - 1, parts));
  }

  private interface Opener {
    List<OpenClDevice> open(Owned owned);
  }

  private static OpenClPool open(OpenClDevice root, String text, Opener devices) {
    requireAvailable(root);
    Owned owned = new Owned();
    try {
      return new OpenClPool(text, devices.open(owned), owned);
    } catch (OpenClException e) {
      owned.close();
      throw new UnsupportedPoolException(
          "%s (%s) cannot be opened: %s".formatted(text, root.facts().name(), e.getMessage()));
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  private static void requireAvailable(OpenClDevice device) {
    if (!device.facts().available()) {
      throw new UnsupportedPoolException(
          "%s (%s) is not available, or has no compiler"
              .formatted(device.id(), device.facts().name()));
    }
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public List<Device> devices() {
    return List.copyOf(devices);
  }

  @Override
  public String firstDeviceAlone() {
    return devices.getFirst().id();
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(SharedHardware.notes(devices));
    List<Integer> units = devices.stream().map(device -> device.facts().computeUnits()).toList();
    if (units.stream().distinct().count() > 1) {
      String counts = units.stream().map(String::valueOf).collect(Collectors.joining(", "));
      notes.add("the ranks have %s compute units".formatted(counts));
    }
    return notes;
  }

  @Override
  protected RankDevice open(int rank, String kernel) {
    if (!List.of(KERNEL, STREAMED).contains(kernel)) {
      throw new BadInputException(
          "unknown kernel '%s' on '%s'; legal: %s, or %s for a product that does not fit"
              .formatted(kernel, text, KERNEL, STREAMED));
    }
    OpenClDevice device = devices.get(rank);
    return new OpenClRankDevice(
        device, new ClTarget(context, device.handle(), device.facts()), kernel.equals(STREAMED));
  }

  /**
   * None for a CPU, whose driver needs all cores for its own threads: the ranks then sleep while
   * they wait.
   */
  @Override
  protected int coreCount() {
    return devices.getFirst().facts().isCpu() ? 0 : Runtime.getRuntime().availableProcessors();
  }

  /** Not pinned: threads that the driver starts would inherit it. */
  @Override
  protected void onRankStart(int rank) {}

  @Override
  public void close() {
    super.close();
    owned.close();
  }
}
