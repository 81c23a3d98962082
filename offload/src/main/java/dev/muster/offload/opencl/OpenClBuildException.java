package dev.muster.offload.opencl;

import static org.lwjgl.opencl.CL10.CL_BUILD_PROGRAM_FAILURE;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kernel that a driver's compiler refuses; the message has the lines of its log that matter, and
 * says where all of it lies.
 */
public final class OpenClBuildException extends OpenClException {
  private static final long serialVersionUID = 1L;
  private static final int LINES_MAX = 2;
  private static final int LINE_CHARS_MAX = 200;
  private static final Pattern ERROR = Pattern.compile("(?i)\\berror\\b");

  OpenClBuildException(ClProgram.Source source, String device, String log) {
    super(
        "%s does not build for %s: %s%s"
            .formatted(
                source.resource(),
                device,
                shorten(log),
                BuildLog.keep(source, device, log)
                    .map(file -> " (all of it in %s)".formatted(file))
                    .orElse("")),
        CL_BUILD_PROGRAM_FAILURE);
  }

  /** The first lines that speak of an error, else the first lines; on one line. */
  static String shorten(String log) {
    List<String> lines = log.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    List<String> errors = lines.stream().filter(ERROR.asPredicate()).toList();
    String text =
        (errors.isEmpty() ? lines : errors)
            .stream()
                .limit(LINES_MAX)
                .map(OpenClBuildException::cut)
                .collect(Collectors.joining("; "));
    return text.isEmpty() ? "the driver gives no reason" : text;
  }

  private static String cut(String line) {
    return line.length() <= LINE_CHARS_MAX ? line : line.substring(0, LINE_CHARS_MAX) + "…";
  }
}
