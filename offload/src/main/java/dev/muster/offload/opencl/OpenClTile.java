package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import java.util.List;
import java.util.Optional;

/**
 * How a product is cut for one kind of device: which kernel, with which sizes, as data. The text
 * form is the setting on the repeat line.
 */
sealed interface OpenClTile permits RegisterTile, LocalTile {

  /** Whether a device with these limits can run it, and if not, by how much. */
  Support fits(DeviceFacts facts);

  /** Bytes of device memory that the product needs beside its operands. */
  long workspaceBytes(MatMul problem);

  /**
   * What computes c ← α·a·b + β·c, in order; all three are contiguous.
   *
   * @param owned gets what was made for it
   */
  List<ClCommand> bind(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned);

  /** The tile for a device of which nothing is known but what it says of itself. */
  static OpenClTile preferred(DeviceFacts facts) {
    return facts.hasExplicitVectors() ? RegisterTile.preferred(facts) : LocalTile.preferred(facts);
  }

  /**
   * The tile with this text form.
   *
   * @throws BadInputException naming the legal forms
   */
  static OpenClTile parse(String text) {
    Optional<OpenClTile> register = RegisterTile.parse(text);
    return register
        .or(() -> LocalTile.parse(text))
        .orElseThrow(
            () ->
                new BadInputException(
                    "bad tile '%s' of kernel 'opencl'; legal: %s, or %s"
                        .formatted(text, RegisterTile.FORM, LocalTile.FORM)));
  }
}
