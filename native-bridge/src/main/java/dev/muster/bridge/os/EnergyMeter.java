package dev.muster.bridge.os;

import java.util.Optional;
import java.util.OptionalDouble;

/** Tells the energy that something takes. */
public interface EnergyMeter {

  /** Whose energy it is, e.g. {@code all packages}; the same for meters of the same thing. */
  String of();

  /** Begins to count; empty where nothing can be read. */
  Optional<Since> begin();

  /** A count that goes on. */
  @FunctionalInterface
  interface Since {
    /** Taken since it began; empty where nothing can be read any more. */
    OptionalDouble joules();
  }
}
