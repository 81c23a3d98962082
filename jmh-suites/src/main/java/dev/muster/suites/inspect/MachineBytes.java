package dev.muster.suites.inspect;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code of one method as the JVM prints it where it has no disassembler: lines of an address and
 * of bytes in groups, broken wherever there is a remark.
 */
final class MachineBytes {
  private static final Pattern LINE =
      Pattern.compile("\\s*0x(\\p{XDigit}+): ((?:\\p{XDigit}{2}){1,4}[ |\\p{XDigit}]*)");

  private final long address;
  private final byte[] bytes;

  private MachineBytes(long address, byte[] bytes) {
    this.address = address;
    this.bytes = bytes;
  }

  /**
   * The bytes of all lines that have any.
   *
   * @throws IllegalArgumentException where there are none, or where some are missing in between
   */
  static MachineBytes parse(String text) {
    List<MatchResult> lines =
        text.lines()
            .map(LINE::matcher)
            .filter(Matcher::matches)
            .map(Matcher::toMatchResult)
            .toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("no machine code");
    }
    long address = address(lines.getFirst());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (MatchResult line : lines) {
      if (address(line) != address + bytes.size()) {
        throw new IllegalArgumentException("no machine code before 0x" + line.group(1));
      }
      bytes.writeBytes(HexFormat.of().parseHex(line.group(2).replaceAll("[ |]", "")));
    }
    return new MachineBytes(address, bytes.toByteArray());
  }

  private static long address(MatchResult line) {
    return Long.parseUnsignedLong(line.group(1), 16);
  }

  /** Of the first byte. */
  long address() {
    return address;
  }

  /** A copy. */
  byte[] bytes() {
    return bytes.clone();
  }
}
