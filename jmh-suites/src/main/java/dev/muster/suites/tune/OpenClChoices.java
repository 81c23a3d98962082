package dev.muster.suites.tune;

import dev.muster.bridge.os.Surroundings;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.opencl.OpenClMatMul;
import dev.muster.offload.opencl.OpenClTunings;
import dev.muster.offload.opencl.ShapeClass;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What an {@link OpenClSearch} of the same device, driver and kernel has stored. */
public final class OpenClChoices implements OpenClTunings {
  private static final int NAME_LENGTH_MAX = 80;

  private final Optional<ChoiceStore> store;

  /** Those of this machine. */
  public OpenClChoices() {
    this(Surroundings.here().cacheFolder());
  }

  OpenClChoices(Optional<Path> cacheFolder) {
    this.store = cacheFolder.map(ChoiceStore::ofOpenCl);
  }

  /** The name of the file: the words of the identity, and what tells it from others like it. */
  static String name(String identity, DType dtype, ShapeClass shapes) {
    String words = identity.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return "%s-%08x-%s-%s"
        .formatted(
            words.substring(0, Math.min(words.length(), NAME_LENGTH_MAX)),
            identity.hashCode(),
            dtype,
            shapes);
  }

  @Override
  public Answer of(String device, DType dtype, ShapeClass shapes) {
    if (store.isEmpty()) {
      return new Unsearched();
    }
    String name = name(device, dtype, shapes);
    return store
        .get()
        .ask(name, device, choice -> answer(choice, name), Distrusted::new, Unsearched::new);
  }

  private Answer answer(Choice choice, String name) {
    if (!choice.version().equals(OpenClTrials.version())) {
      return new Distrusted(
          "%s is of another version of the kernel".formatted(store.orElseThrow().file(name)));
    }
    try {
      OpenClMatMul.neighbours(choice.setting());
      return new Searched(choice.setting());
    } catch (BadInputException _) {
      return new Distrusted(store.orElseThrow().damaged(name));
    }
  }
}
