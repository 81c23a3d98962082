package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.PoolType;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code opencl:DEVICE[/PARTS[.PART]]}: a device of OpenCL, that many equal sub-devices of it, or
 * those of one affinity domain ({@code numa}), or one of those. A device is a number, or a part of
 * the name of a driver, a vendor or a device, with the number of the device among those that have
 * it: {@code pocl}, {@code nvidia:1}. All devices of a driver as one pool are {@code nvidia:*}.
 */
public final class OpenClPoolType implements PoolType {
  private static final Pattern ARGUMENT =
      Pattern.compile(
          "(?:(?<number>\\d{1,4})|(?<name>[A-Za-z][\\w. -]{2,60})(?::(?<nth>\\d{1,4}))?)"
              + "(?:/(?<parts>[1-9]\\d{0,5}|[a-z][a-z0-9]{1,3})(?:\\.(?<part>\\d{1,6}))?)?");
  private static final Pattern ALL = Pattern.compile("(?:(?<name>[A-Za-z][\\w. -]{2,60}):)?\\*");
  private static final int SHOWN_PARTS = 2;

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public String form() {
    return "opencl:DEVICE[/PARTS[.PART]]";
  }

  @Override
  public Pool open(String argument) {
    Matcher all = ALL.matcher(argument);
    if (all.matches()) {
      String name = all.group("name");
      return OpenClPool.of(
          "opencl:" + argument, name == null ? OpenCl.devices() : OpenCl.named(name));
    }
    Matcher matcher = ARGUMENT.matcher(argument);
    if (!matcher.matches()) {
      throw new BadInputException(
          "bad pool 'opencl:%s'; legal: %s, e.g. opencl:0, opencl:0/2, opencl:0/numa, opencl:pocl or opencl:nvidia:1"
              .formatted(argument, form()));
    }
    OpenClDevice device = device(matcher);
    String parts = matcher.group("parts");
    String part = matcher.group("part");
    if (parts == null || (parts.equals("1") && part == null)) {
      return OpenClPool.whole(device);
    }
    Partition partition = partition(argument, parts);
    if (part == null) {
      return OpenClPool.parts(device, partition);
    }
    int index = Integer.parseInt(part);
    if (partition instanceof EvenParts even && index >= even.count()) {
      throw OpenClPool.noPart("opencl:" + argument, even.count());
    }
    return OpenClPool.part(device, partition, index);
  }

  private static Partition partition(String argument, String parts) {
    if (Character.isDigit(parts.charAt(0))) {
      return new EvenParts(Integer.parseInt(parts));
    }
    return AffinityDomain.parse(parts)
        .orElseThrow(
            () ->
                new BadInputException(
                    "bad pool 'opencl:%s'; legal: a number of parts, or an affinity domain: %s"
                        .formatted(
                            argument,
                            Arrays.stream(AffinityDomain.values())
                                .map(Partition::text)
                                .collect(Collectors.joining(", ")))));
  }

  private static OpenClDevice device(Matcher matcher) {
    if (matcher.group("number") != null) {
      return OpenCl.device(Integer.parseInt(matcher.group("number")));
    }
    String name = matcher.group("name");
    List<OpenClDevice> named = OpenCl.named(name);
    int nth = matcher.group("nth") == null ? 0 : Integer.parseInt(matcher.group("nth"));
    if (nth >= named.size()) {
      throw new BadInputException(
          "no device %d of '%s'; legal: 0 to %d".formatted(nth, name, named.size() - 1));
    }
    return named.get(nth);
  }

  @Override
  public List<Found> discover() {
    try {
      return OpenCl.found().stream().flatMap(each -> discover(each).stream()).toList();
    } catch (UnsupportedPoolException | OpenClException e) {
      return List.of(new Found("", e.getMessage(), List.of()));
    }
  }

  @Override
  public List<String> driversThatFail(Predicate<Map<String, String>> survives) {
    return IcdFolder.here().thatFail(survives);
  }

  private static List<Found> discover(OpenCl.Found found) {
    List<Found> pools = new ArrayList<>();
    if (found.devices().isEmpty() || !found.trouble().isEmpty()) {
      pools.add(new Found("", DriverQuirks.whyNoDevice(found), List.of()));
    }
    for (OpenClDevice device : found.devices()) {
      List<String> facts = facts(found.platform(), device);
      pools.add(new Found(device.id(), device.description(), facts));
      if (device.facts().canSplit()) {
        pools.add(
            new Found(
                device.id() + "/" + SHOWN_PARTS,
                "%d sub-devices of %s".formatted(SHOWN_PARTS, device.description()),
                facts));
      }
    }
    return pools;
  }

  private static List<String> facts(OpenClPlatform platform, OpenClDevice device) {
    List<String> facts = new ArrayList<>();
    facts.add("platform %s, %s".formatted(platform.name(), platform.version()));
    facts.addAll(device.facts().lines());
    try {
      facts.addAll(DeviceAbilities.of(device.handle()).lines());
    } catch (OpenClException e) {
      facts.add("abilities unknown: " + e.getMessage());
    }
    return facts;
  }
}
