package dev.muster.bridge.os;

import dev.muster.kernels.tensor.WorkMemory;
import java.lang.foreign.Arena;

/** Gives kernels working memory on huge pages. */
public final class AdvisedArenas implements WorkMemory.Arenas {

  @Override
  public Arena open() {
    return new AdvisedArena();
  }
}
