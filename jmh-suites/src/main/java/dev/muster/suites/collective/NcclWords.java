package dev.muster.suites.collective;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes, types and operations as nccl-tests spells them, beside our own words. */
public final class NcclWords {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([KMGkmg]?)");
  private static final Map<String, DType> TYPES = types();
  private static final int SIZES_MAX = 1000;
  private static final long SIZE_MAX = 1L << 46;

  private NcclWords() {}

  private static Map<String, DType> types() {
    Map<String, DType> types = new LinkedHashMap<>();
    types.put("float", DType.F32);
    types.put("double", DType.F64);
    types.put("half", DType.F16);
    types.put("bfloat16", DType.BF16);
    types.put("int32", DType.I32);
    types.put("int64", DType.I64);
    for (DType dtype : DType.values()) {
      types.put(dtype.toString(), dtype);
    }
    return types;
  }

  /**
   * Bytes from a text such as {@code 128M}, in powers of 1024.
   *
   * @param option for the message
   * @throws BadInputException naming the legal form
   */
  public static long size(String option, String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new BadInputException(
          "bad %s '%s'; legal: bytes, or a number and K, M or G, e.g. 128M"
              .formatted(option, text));
    }
    int power =
        " KMG"
            .indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2).toUpperCase(Locale.ROOT));
    long number = Long.parseLong(matcher.group(1));
    if (number > SIZE_MAX >> (10 * power)) {
      throw new BadInputException("bad %s '%s'; legal: up to 64 T".formatted(option, text));
    }
    return number << (10 * power);
  }

  /**
   * The type with this name.
   *
   * @throws BadInputException naming the legal ones
   */
  public static DType type(String name) {
    return Optional.ofNullable(TYPES.get(name))
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown type '%s'; legal: %s"
                        .formatted(name, String.join(", ", TYPES.keySet()))));
  }

  /** The name of a type in the table. */
  public static String name(DType dtype) {
    return switch (dtype) {
      case F32 -> "float";
      case F64 -> "double";
      case F16 -> "half";
      case BF16 -> "bfloat16";
      case I32 -> "int32";
      case I64 -> "int64";
    };
  }

  /** The operation with this name. */
  public static ReduceOp operation(String name) {
    return ReduceOp.parse(name);
  }

  /**
   * From the smallest size to the largest: multiplied by a factor, or in steps where there is none.
   *
   * @throws BadInputException where there are none, or too many
   */
  public static List<Long> sizes(long min, long max, long step, OptionalDouble factor) {
    if (min < 1 || max < min) {
      throw new BadInputException(
          "bad sizes %d to %d; legal: -b of 1 or more, -e no smaller than -b".formatted(min, max));
    }
    if (factor.isPresent() && !(factor.getAsDouble() > 1)) {
      throw new BadInputException("bad -f %s; legal: above 1".formatted(factor.getAsDouble()));
    }
    if (factor.isEmpty() && step < 1) {
      throw new BadInputException("bad -i %d; legal: 1 or more".formatted(step));
    }
    List<Long> sizes = new ArrayList<>();
    for (long size = min; size <= max; size = next(size, step, factor)) {
      sizes.add(size);
      if (sizes.size() > SIZES_MAX) {
        throw new BadInputException(
            "more than %d sizes from %d to %d; legal: a larger -i or -f, e.g. -f 2"
                .formatted(SIZES_MAX, min, max));
      }
    }
    return sizes;
  }

  private static long next(long size, long step, OptionalDouble factor) {
    return factor.isPresent()
        ? Math.max(size + 1, (long) (size * factor.getAsDouble()))
        : Math.addExact(size, step);
  }
}
