package dev.muster.bridge.blas;

import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.bridge.os.ProcessVariables;
import dev.muster.bridge.os.Surroundings;
import dev.muster.kernels.problem.Support;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The libraries in this process. A library reads its settings once, so that a process has one
 * variant of each: the one that was asked for first.
 */
final class LoadedPeers {
  private static final Map<String, LoadedPeer> LOADED = new HashMap<>();

  /** What is in this process by the name of the library, even where it was refused afterwards. */
  private static final Map<String, Variant> MAPPED = new HashMap<>();

  private LoadedPeers() {}

  /** A library that is there, or the reason why it is not. */
  sealed interface Outcome {
    record Loaded(LoadedPeer peer) implements Outcome {}

    record Missing(String reason) implements Outcome {}
  }

  /** Loads the library, unless it is here already. */
  static synchronized Outcome load(Peer peer, Variant variant) {
    Variant mapped = MAPPED.getOrDefault(peer.name(), variant);
    if (!mapped.equals(variant)) {
      return new Outcome.Missing(
          "this process has %s %s; '%s' needs a process of its own"
              .formatted(peer.name(), mapped, variant));
    }
    if (LOADED.containsKey(peer.name())) {
      return new Outcome.Loaded(LOADED.get(peer.name()));
    }
    Outcome outcome = loadFirst(peer, variant);
    if (outcome instanceof Outcome.Loaded loaded) {
      LOADED.put(peer.name(), loaded.peer());
    }
    return outcome;
  }

  private static Outcome loadFirst(Peer peer, Variant variant) {
    PeerFile file;
    try {
      file = PeerFile.of(peer.sources(), Surroundings.here());
    } catch (IOException e) {
      return new Outcome.Missing("cannot unpack %s: %s".formatted(peer.name(), e));
    }
    return variant instanceof Variant.Best
        ? loadBest(peer, variant, file)
        : loadSet(peer, variant, file, variant.setting());
  }

  private static Outcome loadBest(Peer peer, Variant variant, PeerFile file) {
    return switch (BestSettings.here().of(peer, file.origin())) {
      case BestSettings.Unknown(String reason) ->
          new Outcome.Missing(
              "the best settings of %s are not known: %s; run: ./muster tune peers"
                  .formatted(peer.name(), reason));
      case BestSettings.Best best -> loadBest(peer, variant, file, best);
    };
  }

  private static Outcome loadBest(
      Peer peer, Variant variant, PeerFile file, BestSettings.Best best) {
    Outcome outcome = loadSet(peer, variant, file, best.setting());
    return outcome instanceof Outcome.Loaded loaded
            && !loaded.peer().identity().version().equals(best.version())
        ? new Outcome.Missing(
            "settings were searched for '%s', here is '%s'; run: ./muster tune peers"
                .formatted(best.version(), loaded.peer().identity().version()))
        : outcome;
  }

  private static Outcome loadSet(
      Peer peer, Variant variant, PeerFile file, Optional<String> setting) {
    if (setting.isPresent() && ProcessVariables.support() instanceof Support.No no) {
      return new Outcome.Missing(no.reason());
    }
    peer.tuning().cleared().forEach(ProcessVariables::unset);
    set(peer, setting);
    Optional<NativeLibrary> library = file.load();
    if (library.isEmpty()) {
      return new Outcome.Missing(notFound(peer, file));
    }
    MAPPED.put(peer.name(), variant);
    if (setting.isPresent()) {
      Optional<String> value = peer.value(library.get(), setting.get());
      if (value.isEmpty()) {
        return new Outcome.Missing(
            "%s knows no setting '%s'".formatted(library.get().name(), setting.get()));
      }
      set(peer, value);
    }
    return link(peer, file, library.get(), setting);
  }

  private static void set(Peer peer, Optional<String> value) {
    String variable = peer.tuning().variable();
    value.ifPresentOrElse(
        it -> ProcessVariables.set(variable, it), () -> ProcessVariables.unset(variable));
  }

  private static String notFound(Peer peer, PeerFile file) {
    return file.names().size() == 1
        ? "cannot load %s: %s"
            .formatted(file.origin(), NativeLibrary.complaint(file.names().getFirst()))
        : "no library %s; %s, or name one with %s=PATH"
            .formatted(
                file.names().getFirst(), peer.sources().howToInstall(), peer.sources().variable());
  }

  private static Outcome link(
      Peer peer, PeerFile file, NativeLibrary library, Optional<String> setting) {
    return peer.threads()
        .link(library)
        .<Outcome>map(
            count ->
                new Outcome.Loaded(new LoadedPeer(peer, file.origin(), library, count, setting)))
        .orElseGet(
            () ->
                new Outcome.Missing(
                    "%s has no %s".formatted(library.name(), peer.threads().setter())));
  }
}
