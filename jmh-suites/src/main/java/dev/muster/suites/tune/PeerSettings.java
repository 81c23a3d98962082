package dev.muster.suites.tune;

import dev.muster.bridge.blas.BestSettings;
import dev.muster.bridge.blas.Peer;
import dev.muster.bridge.os.Surroundings;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** The choices that a {@link PeerSearch} of the same machine and the same library has stored. */
public final class PeerSettings implements BestSettings {
  private final Optional<ChoiceStore> store;
  private final String machine;

  /** Those of this machine. */
  public PeerSettings() {
    this(Surroundings.here().cacheFolder(), ChoiceStore.machine());
  }

  PeerSettings(Optional<Path> cacheFolder, String machine) {
    this.store = cacheFolder.map(ChoiceStore::ofPeers);
    this.machine = machine;
  }

  @Override
  public Answer of(Peer peer, String origin) {
    if (store.isEmpty()) {
      return new Unknown("there is no cache folder");
    }
    try {
      return answer(store.get().read(peer.name()), origin, store.get().file(peer.name()));
    } catch (NoSuchFileException _) {
      return new Unknown("nobody has searched for them");
    } catch (IOException _) {
      return new Unknown("%s is damaged".formatted(store.get().file(peer.name())));
    }
  }

  private Answer answer(Choice choice, String origin, Path file) {
    if (!choice.machine().equals(machine)) {
      return new Unknown("%s is of another machine".formatted(file));
    }
    if (!choice.origin().equals(origin)) {
      return new Unknown(
          "they were searched for the library of %s, not %s".formatted(choice.origin(), origin));
    }
    return new Best(
        Optional.of(choice.setting()).filter(Predicate.not(String::isEmpty)), choice.version());
  }
}
