package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a product is cut for one kind of device: which kernel, with which sizes, as data. The text
 * form is the setting on the repeat line.
 */
sealed interface OpenClTile permits RegisterTile, LocalTile, WidenedTile, EngineTile, SubgroupTile {
  /** All text forms, for people. */
  String FORMS =
      "%s, or %s, or %s, or %s"
          .formatted(RegisterTile.FORM, LocalTile.FORM, SubgroupTile.FORM, EngineTile.FORM);

  /** Whether a device with these limits can run it, and if not, by how much. */
  Support fits(DeviceFacts facts, DType dtype);

  /** Adds the memory that the product needs on such a device beside its operands. */
  MemoryNeed addWorkspace(MatMul problem, DeviceFacts facts, MemoryNeed need);

  /**
   * What computes c ← α·op(a)·op(b) + β·c, in order; all three are contiguous.
   *
   * @param owned gets what was made for it
   */
  List<ClCommand> bind(
      MatMul problem, ClTarget target, ClMemory a, ClMemory b, ClMemory c, Owned owned);

  /**
   * This tile where it suits a product, with what does not suit it left open; empty where it does
   * not fit the device.
   */
  default Optional<OpenClTile> adapted(MatMul problem, DeviceFacts facts) {
    return Optional.of(this)
        .filter(tile -> tile.fits(facts, problem.dtype()) instanceof Support.Yes);
  }

  /** This tile with what it leaves open as it is decided for a product. */
  default OpenClTile asRun(MatMul problem, DeviceFacts facts) {
    return this;
  }

  /** Whether a device has groups and local memory of this size, and if not, by how much. */
  static Support within(DeviceFacts facts, OpenClTile tile, long items, long localBytes) {
    if (items > facts.maxGroupSize()) {
      return Support.no(
          "tile %s needs groups of %d work-items; the device has at most %d"
              .formatted(tile, items, facts.maxGroupSize()));
    }
    return localBytes <= facts.localBytes()
        ? Support.yes()
        : Support.no(
            "tile %s needs %d bytes of local memory; the device has %d"
                .formatted(tile, localBytes, facts.localBytes()));
  }

  /** This tile for products of a type, which halves need arithmetic of others for. */
  default OpenClTile of(DType dtype) {
    return dtype.isHalf() ? new WidenedTile(this) : this;
  }

  /** What multiplies elements of a type, for people; empty where that goes without saying. */
  default Optional<String> multiplier(DType dtype) {
    return Optional.empty();
  }

  /** What a search tries around this tile: each size a step smaller and larger. */
  List<OpenClTile> neighbours();

  /** What a search tries first: a few of every kind that fits the device, the preferred first. */
  static List<OpenClTile> candidates(DeviceFacts facts, DType dtype, ShapeClass shapes) {
    if (dtype.isHalf()) {
      return facts.hasEngine()
          ? EngineTile.candidates(facts, dtype, shapes)
          : Stream.concat(
                  candidates(facts, dtype.sums(), shapes).stream().map(tile -> tile.of(dtype)),
                  SubgroupTile.candidates(facts, dtype, shapes))
              .toList();
    }
    return facts.hasExplicitVectors()
        ? RegisterTile.candidates(facts, dtype, shapes)
        : Stream.concat(
                LocalTile.candidates(facts, dtype, shapes).stream(),
                SubgroupTile.candidates(facts, dtype, shapes))
            .toList();
  }

  /** The tile for a device of which nothing is known but what it says of itself. */
  static OpenClTile preferred(DeviceFacts facts, DType dtype, ShapeClass shapes) {
    if (dtype.isHalf()) {
      return facts.hasEngine()
          ? EngineTile.preferred(shapes)
          : preferred(facts, dtype.sums(), shapes).of(dtype);
    }
    return facts.hasExplicitVectors()
        ? RegisterTile.preferred(facts, dtype)
        : LocalTile.preferred(facts, dtype, shapes);
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
        .or(() -> SubgroupTile.parse(text))
        .or(() -> EngineTile.parse(text))
        .orElseThrow(
            () ->
                new BadInputException(
                    "bad tile '%s' of kernel 'opencl'; legal: %s".formatted(text, FORMS)));
  }
}
