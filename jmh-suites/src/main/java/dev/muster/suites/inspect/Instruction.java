package dev.muster.suites.inspect;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One machine instruction as a disassembler writes it.
 *
 * @param address in the process that it was compiled in
 * @param text mnemonic and operands, parted by blanks; comments are gone
 */
public record Instruction(long address, String text) {
  /** hsdis and objdump: address, colon, text; then hsdis comments after ; and AArch64 after //. */
  private static final Pattern LINE =
      Pattern.compile("\\s*(?:0x)?([0-9a-f]+):\\s+(\\S.*?)\\s*(?:(?:;|//).*)?");

  /** An instruction from a line of a disassembler; empty where the line is something else. */
  static Optional<Instruction> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new Instruction(
                Long.parseUnsignedLong(matcher.group(1), 16),
                matcher.group(2).replaceAll("\\s+", " ")))
        : Optional.empty();
  }

  /** The first word. */
  String mnemonic() {
    return text.split(" ", 2)[0];
  }

  /** All after the first word, without blanks and in lower case; empty where there is nothing. */
  String operands() {
    int blank = text.indexOf(' ');
    return blank < 0 ? "" : text.substring(blank).replace(" ", "").toLowerCase(Locale.ROOT);
  }
}
