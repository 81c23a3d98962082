package dev.muster.suites.inspect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What C2 made of one method, as the JVM prints it.
 *
 * @param name {@code class::method}, and behind {@code @} where in its byte code it begins, where
 *     that is not the start
 * @param text all that was printed below its heading
 */
record CompiledMethod(String name, String text) {
  private static final Pattern HEADING = Pattern.compile("(?m)^Compiled method ");
  private static final Pattern OF_C2 =
      Pattern.compile("\\(c2\\) .*? (\\S+::\\S+(?: @ \\d+)?) \\(\\d+ bytes\\)\\R((?s).*)");

  /** What the JVM appends to the name of a hidden class. */
  private static final Pattern HIDDEN = Pattern.compile("/0x\\p{XDigit}+");

  /** Stands before code that no disassembler has touched. */
  private static final String BYTES = "[MachCode]";

  /** The methods that C2 compiled, in that order, from {@code -XX:CompileCommand=print,…}. */
  static List<CompiledMethod> parse(String output) {
    return Arrays.stream(HEADING.split(output))
        .map(OF_C2::matcher)
        .filter(Matcher::matches)
        .map(CompiledMethod::of)
        .toList();
  }

  private static CompiledMethod of(Matcher heading) {
    return new CompiledMethod(HIDDEN.matcher(heading.group(1)).replaceAll(""), heading.group(2));
  }

  /** False where hsdis has made instructions of it already. */
  boolean hasBytesOnly() {
    return text.contains(BYTES);
  }

  /** The instructions that hsdis made. */
  List<Instruction> instructions() {
    return text.lines().map(Instruction::parse).flatMap(Optional::stream).toList();
  }
}
