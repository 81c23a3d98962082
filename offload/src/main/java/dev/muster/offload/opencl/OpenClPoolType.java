package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.PoolType;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code opencl:DEVICE[/PARTS[.PART]]}: a device of OpenCL, that many equal sub-devices of it, or
 * one of those. A device is a number, or a part of the name of a driver, a vendor or a device, with
 * the number of the device among those that have it: {@code pocl}, {@code nvidia:1}. All devices of
 * a driver as one pool are {@code nvidia:*}.
 */
public final class OpenClPoolType implements PoolType {
  private static final Pattern ARGUMENT =
      Pattern.compile(
          "(?:(?<number>\\d{1,4})|(?<name>[A-Za-z][\\w. -]{2,60})(?::(?<nth>\\d{1,4}))?)"
              + "(?:/(?<parts>[1-9]\\d{0,5})(?:\\.(?<part>\\d{1,6}))?)?");
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
          "bad pool 'opencl:%s'; legal: %s, e.g. opencl:0, opencl:0/2, opencl:pocl or opencl:nvidia:1"
              .formatted(argument, form()));
    }
    OpenClDevice device = device(matcher);
    int parts = matcher.group("parts") == null ? 1 : Integer.parseInt(matcher.group("parts"));
    if (matcher.group("part") != null) {
      return OpenClPool.part(device, parts, part(argument, parts, matcher.group("part")));
    }
    return parts == 1 ? OpenClPool.whole(device) : OpenClPool.parts(device, parts);
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

  private static int part(String argument, int parts, String text) {
    int part = Integer.parseInt(text);
    if (part >= parts) {
      throw new BadInputException(
          "bad pool 'opencl:%s'; legal: parts 0 to %d of %d".formatted(argument, parts - 1, parts));
    }
    return part;
  }

  @Override
  public List<Found> discover() {
    try {
      return OpenCl.found().stream().flatMap(each -> discover(each).stream()).toList();
    } catch (UnsupportedPoolException | OpenClException e) {
      return List.of(new Found("", e.getMessage(), List.of()));
    }
  }

  private static List<Found> discover(OpenCl.Found found) {
    if (found.devices().isEmpty()) {
      return List.of(new Found("", DriverQuirks.whyNoDevice(found), List.of()));
    }
    List<Found> pools = new ArrayList<>();
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
