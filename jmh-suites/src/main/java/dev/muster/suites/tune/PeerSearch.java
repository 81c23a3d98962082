package dev.muster.suites.tune;

import dev.muster.bridge.blas.BestSettings;
import dev.muster.bridge.blas.Peer;
import dev.muster.bridge.blas.PeerMatMul;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Searches the fastest setting of a library on this machine, by trying each in a child process, and
 * stores it for {@link PeerSettings}. Takes about two seconds for each setting.
 */
public final class PeerSearch {
  private PeerSearch() {}

  /** The libraries whose kernels are registered, whether or not they are here. */
  public static List<Peer> peers() {
    return kernels().map(PeerMatMul::peer).toList();
  }

  /** Those whose best settings are not known on this machine. */
  public static List<Peer> unsearched() {
    return kernels()
        .filter(kernel -> kernel.bestSettings() instanceof BestSettings.Unknown)
        .map(PeerMatMul::peer)
        .toList();
  }

  private static Stream<PeerMatMul> kernels() {
    return Kernels.cpu().all().stream()
        .filter(PeerMatMul.class::isInstance)
        .map(PeerMatMul.class::cast);
  }

  /**
   * Searches and stores.
   *
   * @param tried is told each trial as it ends; the first is the library as shipped
   * @return the choice; empty where the library is not here
   * @throws BadInputException where the choice cannot be stored
   */
  public static Optional<Choice> search(Peer peer, Consumer<Trial> tried) {
    List<Trial> trials = new ArrayList<>();
    Trial shipped = PeerTrials.run(peer.name(), "");
    tried.accept(shipped);
    if (!shipped.usable()) {
      return Optional.empty();
    }
    ChoiceStore store = ChoiceStore.ofPeers(ChoiceStore.cacheFolder());
    store.requireWritable();
    trials.add(shipped);
    for (String setting : peer.tuning().settings()) {
      Trial trial = PeerTrials.run(peer.name(), setting);
      tried.accept(trial);
      trials.add(trial);
    }
    Choice choice =
        Choice.of(
            ChoiceStore.machine(),
            trials,
            fastest ->
                Rematch.won(
                    setting -> PeerTrials.run(peer.name(), setting), "", fastest.setting()));
    store.write(peer.name(), choice);
    return Optional.of(choice);
  }
}
