package dev.muster.suites.tune;

import dev.muster.bridge.os.Surroundings;
import dev.muster.kernels.matmul.TileChoices;
import dev.muster.kernels.matmul.Tiling;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
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
    Path file = store.get().file(dtype.toString());
    try {
      return answer(dtype, store.get().read(dtype.toString()), file);
    } catch (NoSuchFileException _) {
      return new Untuned();
    } catch (IOException _) {
      return new Distrusted("%s is damaged".formatted(file));
    }
  }

  private Answer answer(DType dtype, Choice choice, Path file) {
    if (!choice.machine().equals(machine)) {
      return new Distrusted("%s is of another machine".formatted(file));
    }
    if (!choice.origin().equals(CpuTrials.origin())
        || !choice.version().equals(CpuTrials.version())) {
      return new Distrusted("%s is of another version of the kernel or the JVM".formatted(file));
    }
    try {
      Tiling.parse(dtype, choice.setting());
      return new Tuned(choice.setting());
    } catch (BadInputException _) {
      return new Distrusted("%s is damaged".formatted(file));
    }
  }
}
