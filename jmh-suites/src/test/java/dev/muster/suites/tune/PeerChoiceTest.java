package dev.muster.suites.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerChoiceTest {

  static PeerTrial trial(String setting, double f32, double f64) {
    return new PeerTrial(
        setting, "system", "Some 1." + setting, "facts", Map.of("f32", f32, "f64", f64), "");
  }

  private static PeerChoice choice(PeerTrial... trials) {
    return PeerChoice.of("machine", List.of(trials), _ -> true);
  }

  @Test
  void theFastestSettingIsChosenWithTheVersionThatItShows() {
    PeerChoice choice = choice(trial("", 80, 40), trial("skx", 150, 75), trial("zen", 82, 41));
    assertEquals("skx", choice.setting());
    assertEquals("Some 1.skx", choice.version());
  }

  @Test
  void aSettingThatIsHardlyFasterLeavesTheLibraryAsShipped() {
    assertEquals("", choice(trial("", 100, 50), trial("same", 101.5, 50.5)).setting());
  }

  @Test
  void aSettingThatWasFasterOnceAndNotAgainLeavesTheLibraryAsShipped() {
    List<PeerTrial> trials = List.of(trial("", 100, 50), trial("lucky", 120, 60));
    assertEquals("", PeerChoice.of("machine", trials, _ -> false).setting());
  }

  @Test
  void noProblemCountsForMoreBecauseItIsFaster() {
    assertEquals(
        "even",
        choice(trial("", 100, 50), trial("lopsided", 150, 30), trial("even", 120, 60)).setting());
  }

  @Test
  void aSettingThatEndedItsProcessIsNeverChosen() {
    PeerTrial crash = PeerTrial.failed("amx", "the process ended with exit code 132");
    assertEquals("", choice(trial("", 1, 1), crash).setting());
  }
}
