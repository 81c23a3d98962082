package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between our pages lead to files that are there. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(Checkout.root());
        Stream<Path> docs = Files.walk(Checkout.root().resolve("docs"))) {
      List<Path> pages =
          Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList();
      assertFalse(pages.isEmpty());
      return pages;
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFile(Path page) throws IOException {
    LINK.matcher(Files.readString(page))
        .results()
        .map((MatchResult link) -> link.group(1))
        .forEach(
            link -> assertTrue(Files.exists(page.resolveSibling(link)), page + " links " + link));
  }
}
