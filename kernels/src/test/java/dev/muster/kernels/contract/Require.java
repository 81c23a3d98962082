package dev.muster.kernels.contract;

import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Keeps coverage from vanishing: what is missing is skipped with its reason, unless {@code
 * -Drequire=opencl,…} says that it has to be there.
 */
public final class Require {
  private Require() {}

  /** Fails where {@code backEnd} is required, skips where it is not. */
  public static void missing(String backEnd, String reason) {
    if (required(backEnd)) {
      Assertions.fail("-Drequire names " + backEnd + ", but: " + reason);
    }
    Assumptions.abort(backEnd + " is not here: " + reason);
  }

  public static boolean required(String backEnd) {
    return Arrays.asList(System.getProperty("require", "").split(",")).contains(backEnd);
  }
}
