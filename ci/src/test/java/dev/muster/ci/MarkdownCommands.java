package dev.muster.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands that a page tells its reader to type: every line of its {@code ```sh} blocks. */
final class MarkdownCommands {
  private static final Pattern BLOCK =
      Pattern.compile("^ *```sh *\\n(.*?)^ *```", Pattern.MULTILINE | Pattern.DOTALL);

  private MarkdownCommands() {}

  /** In the order of the page, without comments; a line that ends in \ goes on on the next. */
  static List<String> of(String page) {
    List<String> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      block
          .group(1)
          .replaceAll("\\\\\\n\\s*", "")
          .lines()
          .map(line -> line.replaceFirst("(^|\\s+)#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .forEach(commands::add);
    }
    return commands;
  }
}
