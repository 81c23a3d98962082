package dev.muster.suites.cli;

import dev.muster.suites.measure.SuiteSize;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a run measures, by the name that is stored with it. */
enum SuiteChoice {
  QUICK {
    @Override
    SuiteSize size() {
      return SuiteSize.quick();
    }
  },
  FULL {
    @Override
    SuiteSize size() {
      return SuiteSize.full();
    }
  };

  abstract SuiteSize size();

  static Optional<SuiteChoice> find(String name) {
    return Arrays.stream(values()).filter(each -> each.toString().equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
