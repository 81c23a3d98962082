package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private final List<String> done = new ArrayList<>();
  private final Interruption interruption = new Interruption();

  @Test
  void nothingIsBegunOnceItHasCome() {
    assertTrue(interruption.unless(() -> done.add("before")));
    interruption.come();
    assertFalse(interruption.unless(() -> done.add("after")));
    assertEquals(List.of("before"), done);
  }

  @Test
  void nothingIsConcludedOnceItHasCome() throws InterruptedException {
    interruption.holdIfCome();
    interruption.come();
    Thread search =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  interruption.holdIfCome();
                  done.add("concluded");
                });
    search.join(200);
    assertTrue(search.isAlive());
    assertEquals(List.of(), done);
  }

  @Test
  void onlyTheLastOfTheLastWordsAreSaid() {
    interruption.say(() -> done.add("first"));
    interruption.say(() -> done.add("last"));
    interruption.come();
    assertEquals(List.of("last"), done);
  }

  @Test
  void afterAGoodEndNothingIsSaid() {
    interruption.say(() -> done.add("words"));
    interruption.sayNothing();
    interruption.come();
    assertEquals(List.of(), done);
  }

  @Test
  void processesThatWereStartedEnd() throws Exception {
    Process child = new ProcessBuilder("sleep", "100").start();
    interruption.come();
    assertTrue(child.waitFor(10, TimeUnit.SECONDS));
  }
}
