package dev.muster.offload.pool;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.offload.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Devices of several pools as the ranks of one, in their order: {@code cpu:1+opencl:0}. They have
 * no memory in common but that of the host, through which their messages go.
 *
 * <p>The kernel is one word for each pool, with {@code +} between, or one for all of them.
 */
public final class MixedPool extends ThreadedPool {
  private final String text;
  private final List<ThreadedPool> pools;

  /**
   * @param text of all of them
   * @param pools two or more, which are closed with this one
   * @throws BadInputException where a device is named twice
   */
  public MixedPool(String text, List<? extends ThreadedPool> pools) {
    super(Clock.real());
    this.text = text;
    this.pools = List.copyOf(pools);
    requireDifferentDevices();
  }

  private void requireDifferentDevices() {
    List<Device> earlier = new ArrayList<>();
    for (Device device : devices()) {
      if (earlier.stream().anyMatch(other -> overlap(other, device))) {
        throw new BadInputException(
            "pool '%s' names %s twice; legal: each device once, e.g. cpu:2 or cpu:1+opencl:0"
                .formatted(text, device.id()));
      }
      earlier.add(device);
    }
  }

  /** Only different parts of one split of a device have nothing in common. */
  private static boolean overlap(Device x, Device y) {
    return x.id().equals(y.id()) || (x.root().equals(y.root()) && !split(x).equals(split(y)));
  }

  /** Which split of its device it is a part of: {@code opencl:0/2} of {@code opencl:0/2.1}. */
  private static String split(Device device) {
    String id = device.id();
    return id.contains("/") ? id.substring(0, id.lastIndexOf('.')) : id;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public List<Device> devices() {
    return pools.stream().flatMap(pool -> pool.devices().stream()).toList();
  }

  @Override
  public String firstDeviceAlone() {
    return pools.getFirst().firstDeviceAlone();
  }

  @Override
  public List<String> notes() {
    return Stream.of(
            Stream.of("the ranks are not alike"),
            SharedHardware.notes(devices()).stream(),
            pools.stream().flatMap(pool -> pool.notes().stream()))
        .flatMap(notes -> notes)
        .distinct()
        .toList();
  }

  @Override
  public Support supports(Problem problem, Plan plan, String kernel) {
    return sharesMemory(plan)
        ? Support.no(
            "the devices of '%s' have no memory in common, which '%s' needs"
                .formatted(text, plan.collective().orElseThrow()))
        : super.supports(problem, plan, kernel);
  }

  @Override
  protected RankDevice open(int rank, String kernel) {
    int pool = poolOf(rank);
    return pools.get(pool).open(rank - firstRank(pool), words(kernel).get(pool));
  }

  private List<String> words(String kernel) {
    List<String> words = Arrays.asList(kernel.split("\\+", -1));
    if (words.size() == 1) {
      return Collections.nCopies(pools.size(), kernel);
    }
    if (words.size() != pools.size()) {
      throw new BadInputException(
          "bad kernel '%s' on '%s'; legal: one word for each of its pools, e.g. %s"
              .formatted(
                  kernel,
                  text,
                  pools.stream()
                      .map(pool -> pool instanceof CpuPool ? "vector" : "opencl")
                      .collect(Collectors.joining("+"))));
    }
    return words;
  }

  private int poolOf(int rank) {
    int pool = 0;
    while (rank >= firstRank(pool) + pools.get(pool).ranks()) {
      pool++;
    }
    return pool;
  }

  private int firstRank(int pool) {
    return pools.subList(0, pool).stream().mapToInt(Pool::ranks).sum();
  }

  /** None where one of them has none to spare. */
  @Override
  protected int coreCount() {
    return pools.stream().mapToInt(ThreadedPool::coreCount).min().orElse(0) == 0
        ? 0
        : Runtime.getRuntime().availableProcessors();
  }

  @Override
  protected void onRankStart(int rank) {
    int pool = poolOf(rank);
    pools.get(pool).onRankStart(rank - firstRank(pool));
  }

  @Override
  public void close() {
    super.close();
    pools.forEach(Pool::close);
  }
}
