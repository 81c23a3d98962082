package dev.muster.suites.tune;

import dev.muster.bridge.blas.BestSettings;
import dev.muster.bridge.blas.Peer;
import dev.muster.bridge.os.Surroundings;
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
    return store
        .get()
        .ask(
            peer.name(),
            machine,
            choice -> answer(choice, origin),
            Unknown::new,
            () -> new Unknown("nobody has searched for them"));
  }

  private static Answer answer(Choice choice, String origin) {
    if (!choice.origin().equals(origin)) {
      return new Unknown(
          "they were searched for the library of %s, not %s".formatted(choice.origin(), origin));
    }
    return new Best(
        Optional.of(choice.setting()).filter(Predicate.not(String::isEmpty)), choice.version());
  }
}
