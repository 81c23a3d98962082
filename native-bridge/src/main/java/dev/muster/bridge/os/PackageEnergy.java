package dev.muster.bridge.os;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the processor packages of this machine have taken, by the counters that Linux shows as
 * powercap (RAPL, of Intel's and of AMD's). Most systems let root alone read them, and virtual
 * machines have none. Everything in a package counts, idle cores and other programs included.
 */
public final class PackageEnergy implements EnergyMeter {
  private static final String ZONE = "sys/class/powercap/intel-rapl:";
  private static final String PACKAGE = "package";

  private final SystemFiles files;

  /**
   * @param files of this machine, or of another one in a test
   */
  PackageEnergy(SystemFiles files) {
    this.files = files;
  }

  public static PackageEnergy here() {
    return new PackageEnergy(SystemFiles.HERE);
  }

  /**
   * Counters of all packages at one time, each of which begins again at 0 after some minutes.
   *
   * @param microjoules so far
   * @param greatest what each counts up to
   */
  record Reading(List<Long> microjoules, List<Long> greatest) {

    /** Taken between an earlier reading and this one, of which no counter began again twice. */
    double joulesSince(Reading before) {
      long sum = 0;
      for (int i = 0; i < microjoules.size(); i++) {
        long taken = microjoules.get(i) - before.microjoules.get(i);
        sum += taken < 0 ? taken + greatest.get(i) : taken;
      }
      return sum * 1e-6;
    }
  }

  @Override
  public String of() {
    return "all packages";
  }

  @Override
  public Optional<Since> begin() {
    return read()
        .map(
            before ->
                () ->
                    read()
                        .map(now -> OptionalDouble.of(now.joulesSince(before)))
                        .orElseGet(OptionalDouble::empty));
  }

  /** The counters now; empty where there is none, or one that must not be read. */
  Optional<Reading> read() {
    List<Long> microjoules = new ArrayList<>();
    List<Long> greatest = new ArrayList<>();
    for (int zone = 0; files.text(ZONE + zone + "/name").isPresent(); zone++) {
      if (files.text(ZONE + zone + "/name").orElseThrow().startsWith(PACKAGE)) {
        OptionalLong counter = files.number(ZONE + zone + "/energy_uj");
        if (counter.isEmpty()) {
          return Optional.empty();
        }
        microjoules.add(counter.getAsLong());
        greatest.add(files.number(ZONE + zone + "/max_energy_range_uj").orElse(0));
      }
    }
    return microjoules.isEmpty()
        ? Optional.empty()
        : Optional.of(new Reading(List.copyOf(microjoules), List.copyOf(greatest)));
  }
}
