package dev.muster.bridge.blas;

import dev.muster.kernels.problem.BadInputException;
import java.util.List;
import java.util.Optional;

/** How a library is set before it is loaded: the part of the repeat line behind its name. */
sealed interface Variant {

  /** Nothing is set, whatever the environment says. */
  record AsShipped() implements Variant {
    @Override
    public String toString() {
      return "as shipped";
    }
  }

  /** What a search on this machine found to be the fastest. */
  record Best() implements Variant {
    @Override
    public String toString() {
      return BEST;
    }
  }

  /** A setting by its name. */
  record Forced(String value) implements Variant {
    @Override
    public String toString() {
      return value;
    }
  }

  String BEST = "best";

  /**
   * What followed the name of a kernel.
   *
   * @throws BadInputException naming the legal forms
   */
  static Variant parse(Peer peer, List<String> settings) {
    if (settings.isEmpty()) {
      return new AsShipped();
    }
    String setting = settings.getFirst();
    if (settings.size() > 1 || !setting.matches("\\w{1,40}")) {
      throw new BadInputException(
          "bad setting '%s' of kernel '%s'; legal: %s, %s:best, or a value of %s, e.g. %s:%s"
              .formatted(
                  String.join(":", settings),
                  peer.name(),
                  peer.name(),
                  peer.name(),
                  peer.tuning().variable(),
                  peer.name(),
                  peer.tuning().settings().getFirst()));
    }
    return setting.equals(BEST) ? new Best() : new Forced(setting);
  }

  /** The setting that this variant is, without a search; empty for none. */
  default Optional<String> setting() {
    return this instanceof Forced forced ? Optional.of(forced.value) : Optional.empty();
  }
}
