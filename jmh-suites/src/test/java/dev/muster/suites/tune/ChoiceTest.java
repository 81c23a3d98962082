package dev.muster.suites.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoiceTest {

  static Trial trial(String setting, double f32, double f64) {
    return new Trial(
        setting, "system", "Some 1." + setting, "facts", Map.of("f32", f32, "f64", f64), "");
  }

  private static Choice choice(Trial... trials) {
    return Choice.of("machine", List.of(trials), _ -> true);
  }

  @Test
  void theFastestSettingIsChosenWithTheVersionThatItShows() {
    Choice choice = choice(trial("", 80, 40), trial("skx", 150, 75), trial("zen", 82, 41));
    assertEquals("skx", choice.setting());
    assertEquals("Some 1.skx", choice.version());
  }

  @Test
  void aSettingThatIsHardlyFasterLeavesTheLibraryAsShipped() {
    assertEquals("", choice(trial("", 100, 50), trial("same", 101.5, 50.5)).setting());
  }

  @Test
  void aSettingThatWasFasterOnceAndNotAgainLeavesTheLibraryAsShipped() {
    List<Trial> trials = List.of(trial("", 100, 50), trial("lucky", 120, 60));
    assertEquals("", Choice.of("machine", trials, _ -> false).setting());
  }

  @Test
  void noProblemCountsForMoreBecauseItIsFaster() {
    assertEquals(
        "even",
        choice(trial("", 100, 50), trial("lopsided", 150, 30), trial("even", 120, 60)).setting());
  }

  @Test
  void aSettingThatEndedItsProcessIsNeverChosen() {
    Trial crash = Trial.failed("amx", "the process ended with exit code 132");
    assertEquals("", choice(trial("", 1, 1), crash).setting());
  }
}
