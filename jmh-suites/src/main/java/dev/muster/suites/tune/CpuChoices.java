package dev.muster.suites.tune;

import dev.muster.bridge.os.Surroundings;
import dev.muster.kernels.matmul.TileChoices;
import dev.muster.kernels.matmul.Tiling;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import java.nio.file.Path;
import java.util.Optional;

/** What a {@link CpuSearch} of the same machine, kernel and JVM has stored. */
public final class CpuChoices implements TileChoices {
  private final Optional<ChoiceStore> store;
  private final String machine;

  /** Those of this machine. */
  public CpuChoices() {
    this(Surroundings.here().cacheFolder(), ChoiceStore.machine());
  }

  CpuChoices(Optional<Path> cacheFolder, String machine) {
    this.store = cacheFolder.map(ChoiceStore::ofCpu);
    this.machine = machine;
  }

  @Override
  public Answer of(DType dtype) {
    if (store.isEmpty()) {
      return new Untuned();
    }
    String name = dtype.toString();
    return store
        .get()
        .ask(name, machine, choice -> answer(dtype, choice, name), Distrusted::new, Untuned::new);
  }

  private Answer answer(DType dtype, Choice choice, String name) {
    if (!choice.origin().equals(CpuTrials.origin())
        || !choice.version().equals(CpuTrials.version())) {
      return new Distrusted(
          "%s is of another version of the kernel or the JVM".formatted(store.get().file(name)));
    }
    try {
      Tiling.parse(dtype, choice.setting());
      return new Tuned(choice.setting());
    } catch (BadInputException _) {
      return new Distrusted(store.get().damaged(name));
    }
  }
}
