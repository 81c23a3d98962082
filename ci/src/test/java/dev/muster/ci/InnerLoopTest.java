package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.contract.Require;
import dev.muster.kernels.matmul.MicroTile;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.vector.VectorBits;
import dev.muster.suites.inspect.Avx;
import dev.muster.suites.inspect.Inspection;
import dev.muster.suites.inspect.Inspector;
import dev.muster.suites.inspect.Subject;
import dev.muster.suites.inspect.Trait;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The micro-kernels that Muster takes keep their accumulators in registers, with this JDK and for
 * every instruction set that this core has: a JDK that breaks one is seen here.
 */
class InnerLoopTest {
  /** 36 accumulators: no processor has so many registers. */
  private static final String TOO_LARGE = "12x3";

  private static final int SIZE = 512;

  /** Sums that the loop is run twice for, or four times, for each tile. */
  private static final int SHORT = 4;

  static Stream<Subject> chosenTiles() {
    return Stream.of(DType.F32, DType.F64)
        .flatMap(
            dtype ->
                instructionSets().stream()
                    .map(avx -> Subject.chosen(dtype, avx.bitsPreferred(), avx)));
  }

  /** What is kept for the update of C, or for all tiles of a panel, has no register in the loop. */
  static Stream<Subject> chosenTilesInOtherProducts() {
    return chosenTiles().flatMap(subject -> otherProducts(subject.tile()).map(subject::in));
  }

  private static Stream<MatMul> otherProducts(MicroTile tile) {
    return Stream.of(
        new MatMul(tile.dtype(), SIZE, SIZE, SHORT),
        new MatMul(tile.dtype(), SIZE, SIZE, SIZE, 0.5, 1, 42),
        new MatMul(tile.dtype(), SIZE, tile.cols() - 1, SIZE));
  }

  static Stream<Subject> tilesThatAreTooLarge() {
    return instructionSets().stream()
        .map(avx -> Subject.of(TOO_LARGE, DType.F32, avx.bitsPreferred(), avx));
  }

  /** AVX2 on a core with AVX-512 too: it has half the registers. */
  private static Set<Avx> instructionSets() {
    return VectorBits.preferred() == 512
        ? EnumSet.of(Avx.OF_THIS_CORE, Avx.AVX2)
        : EnumSet.of(Avx.OF_THIS_CORE);
  }

  @ParameterizedTest
  @MethodSource({"chosenTiles", "chosenTilesInOtherProducts"})
  void theChosenTileStaysInRegisters(Subject subject) {
    Inspection.Seen seen = seen(subject);
    assertEquals(0, seen.loop().count(Trait.SPILL), seen::summary);
    assertEquals(0, seen.loop().count(Trait.RELOAD), seen::summary);
  }

  @ParameterizedTest
  @MethodSource("tilesThatAreTooLarge")
  void aTileThatIsTooLargeIsSeenToSpill(Subject subject) {
    Inspection.Seen seen = seen(subject);
    assertTrue(seen.loop().count(Trait.SPILL) > 0, seen::summary);
  }

  private static Inspection.Seen seen(Subject subject) {
    return switch (Inspector.inspect(subject, System.getenv().getOrDefault("PATH", ""))) {
      case Inspection.Seen seen -> seen;
      case Inspection.Unreadable unreadable -> {
        Require.missing("disassembler", unreadable.reason());
        throw new AssertionError(unreadable);
      }
      case Inspection.Unsupported unsupported -> Assumptions.abort(unsupported.message());
      case Inspection.Failed failed -> Assertions.fail(failed.message());
    };
  }
}
