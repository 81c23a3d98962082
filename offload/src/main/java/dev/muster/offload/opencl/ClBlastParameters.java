package dev.muster.offload.opencl;

import dev.muster.bridge.clblast.ClBlast;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a tuner of CLBlast found best for a device, in its own words.
 *
 * @param text e.g. {@code GEMMK=0 KREG=1 KWG=32 …}
 * @param values by name
 */
record ClBlastParameters(String text, Map<String, Long> values) {
  private static final Pattern PARAMETER = Pattern.compile("([A-Z]+)=(\\d{1,9})");

  /** CLBlast does not go back to what it was shipped with. */
  private static final Map<Use, String> IN_USE = new ConcurrentHashMap<>();

  private record Use(long device, DType dtype, String kernel) {}

  /** A parameter that only the kernel for small products has. */
  private static final String OF_SMALL_PRODUCTS = "WGD";

  /**
   * Reads what the tuner printed.
   *
   * @throws BadInputException where it cannot have
   */
  static ClBlastParameters parse(String text) {
    Map<String, Long> values = new LinkedHashMap<>();
    for (String word : text.strip().split("\\s+", -1)) {
      Matcher matcher = PARAMETER.matcher(word);
      if (!matcher.matches()) {
        throw new BadInputException(
            ("bad parameter '%s' of kernel 'clblast'; legal: what clblast_tuner_xgemm or"
                    + " clblast_tuner_xgemm_direct prints as best, e.g. GEMMK=0 KREG=1 KWG=32 …")
                .formatted(word));
      }
      values.put(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
    return new ClBlastParameters(text.strip(), values);
  }

  /** What products on a device are computed with in this process, for people. */
  static String inUse(long device, DType dtype) {
    return IN_USE.entrySet().stream()
        .filter(each -> each.getKey().device == device && each.getKey().dtype == dtype)
        .sorted(Comparator.comparing(each -> each.getKey().kernel))
        .map(Map.Entry::getValue)
        .reduce((first, second) -> first + " and " + second)
        .map("with "::concat)
        .orElse("as shipped");
  }

  /** Has CLBlast use them for products on a device, for the rest of this process. */
  void apply(long device, DType dtype) {
    String kernel = values.containsKey(OF_SMALL_PRODUCTS) ? "XgemmDirect" : "Xgemm";
    int status = ClBlast.here().override(device, kernel, dtype, values);
    if (status != ClError.SUCCESS) {
      throw new OpenClException(
          "CLBlast takes no '%s' for its kernel %s: status %d".formatted(text, kernel, status),
          status);
    }
    IN_USE.put(new Use(device, dtype, kernel), text);
  }
}
