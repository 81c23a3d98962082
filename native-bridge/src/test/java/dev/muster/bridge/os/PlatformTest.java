package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, x86_64, linux-x86_64",
    "Linux, aarch64, linux-arm64",
    "Darwin, arm64, macosx-arm64",
    "FreeBSD, amd64, FreeBSD-amd64"
  })
  void systemAndArchitectureAreNamedAsBuildsAre(String system, String machine, String word) {
    assertEquals(word, Platform.of(new Uname(system, "host", "1.0", machine)));
  }
}
