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
 * one of those.
 */
public final class OpenClPoolType implements PoolType {
  private static final Pattern ARGUMENT =
      Pattern.compile("(\\d{1,4})(?:/([1-9]\\d{0,5})(?:\\.(\\d{1,6}))?)?");
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
    Matcher matcher = ARGUMENT.matcher(argument);
    if (!matcher.matches()) {
      throw new BadInputException(
          "bad pool 'opencl:%s'; legal: %s, e.g. opencl:0 or opencl:0/2"
              .formatted(argument, form()));
    }
    OpenClDevice device = OpenCl.device(Integer.parseInt(matcher.group(1)));
    int parts = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
    if (matcher.group(3) != null) {
      return OpenClPool.part(device, parts, part(argument, parts, matcher.group(3)));
    }
    return parts == 1 ? OpenClPool.whole(device) : OpenClPool.parts(device, parts);
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
    return facts;
  }
}
