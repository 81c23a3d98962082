package dev.muster.suites.measure;

import java.io.PrintStream;

/** The process that loads the drivers of one kind of pool and says what it found. */
public final class DiscoveryMain {
  private DiscoveryMain() {}

  public static void main(String[] args) {
    PrintStream out = System.out;
    out.println(Discovery.describe(args[0]));
  }
}
