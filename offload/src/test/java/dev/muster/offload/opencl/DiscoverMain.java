package dev.muster.offload.opencl;

import dev.muster.offload.pool.PoolType;
import dev.muster.offload.pool.UnsupportedPoolException;

/** Prints what is discovered, a line each, and what opening {@code opencl:0} answers. */
final class DiscoverMain {
  private DiscoverMain() {}

  public static void main(String[] args) {
    OpenClPoolType type = new OpenClPoolType();
    for (PoolType.Found found : type.discover()) {
      System.out.println(found.pool() + "|" + found.description());
    }
    try {
      type.open("0").close();
      System.out.println("opened");
    } catch (UnsupportedPoolException e) {
      System.out.println("unsupported: " + e.getMessage());
    }
  }
}
