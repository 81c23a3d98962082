package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LastWordsTest {

  @Test
  void aCrashOfTheJvmIsNamedWithItsPlace() {
    String output =
        """
        # A fatal error has been detected by the Java Runtime Environment:
        #
        #  SIGSEGV (0xb) at pc=0x00007f1, pid=17, tid=18
        #
        # Problematic frame:
        # C  [libdriver.so.2+0x12f0]  enqueue+0x14
        #
        <forked VM failed with exit code 134>
        """;
    assertEquals(
        "exit code 134, SIGSEGV (0xb) at pc=0x00007f1, pid=17, tid=18,"
            + " in C  [libdriver.so.2+0x12f0]  enqueue+0x14",
        LastWords.of(output));
  }

  @Test
  void anExceptionIsNamed() {
    assertEquals(
        "exit code 1, java.lang.OutOfMemoryError: Java heap space",
        LastWords.of(
            "# fork 1\njava.lang.OutOfMemoryError: Java heap space\n\tat a.b.C\n"
                + "<forked VM failed with exit code 1>"));
  }

  @Test
  void anEndWithoutWordsHasItsExitCode() {
    assertEquals("exit code 137", LastWords.of("<forked VM failed with exit code 137>\n"));
  }

  @Test
  void withoutAnExitCodeTheLastLineSpeaks() {
    assertEquals("cannot fork", LastWords.of("one\ncannot fork\n\n"));
    assertEquals("it said nothing", LastWords.of(""));
  }
}
