package dev.muster.suites.tune;

import dev.muster.bridge.blas.BestSettings;
import dev.muster.bridge.blas.Peer;
import dev.muster.bridge.blas.PeerMatMul;
import dev.muster.bridge.os.Surroundings;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Searches the fastest setting of a library on this machine, by trying each in a child process, and
 * stores it for {@link PeerSettings}. Takes about two seconds for each setting.
 */
public final class PeerSearch {
  private static final int REMATCHES = 2;

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
  public static Optional<PeerChoice> search(Peer peer, Consumer<PeerTrial> tried) {
    List<PeerTrial> trials = new ArrayList<>();
    PeerTrial shipped = PeerTrials.run(peer.name(), "");
    tried.accept(shipped);
    if (!shipped.usable()) {
      return Optional.empty();
    }
    trials.add(shipped);
    for (String setting : peer.tuning().settings()) {
      PeerTrial trial = PeerTrials.run(peer.name(), setting);
      tried.accept(trial);
      trials.add(trial);
    }
    PeerChoice choice =
        PeerChoice.of(PeerStore.machine(), trials, fastest -> confirmed(peer, fastest.setting()));
    store(peer, choice);
    return Optional.of(choice);
  }

  /** A core changes its frequency meanwhile: only a setting that wins every rematch is faster. */
  private static boolean confirmed(Peer peer, String setting) {
    return IntStream.range(0, REMATCHES)
        .allMatch(
            _ -> {
              PeerTrial shipped = PeerTrials.run(peer.name(), "");
              return PeerTrials.run(peer.name(), setting).beats(shipped);
            });
  }

  private static void store(Peer peer, PeerChoice choice) {
    PeerStore store =
        Surroundings.here()
            .cacheFolder()
            .map(PeerStore::in)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "no folder to keep settings in; legal: HOME or XDG_CACHE_HOME is set"));
    try {
      store.write(peer.name(), choice);
    } catch (IOException e) {
      throw new BadInputException(
          "cannot write %s (%s); legal: XDG_CACHE_HOME is a folder that can be written"
              .formatted(store.file(peer.name()), e.getClass().getSimpleName()));
    }
  }
}
