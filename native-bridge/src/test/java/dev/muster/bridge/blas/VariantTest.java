package dev.muster.bridge.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariantTest {
  private static final Peer PEER = new OpenBlas.Description();

  @Test
  void theThreeFormsAreTold() {
    assertEquals(new Variant.AsShipped(), Variant.parse(PEER, List.of()));
    assertEquals(new Variant.Best(), Variant.parse(PEER, List.of("best")));
    assertEquals(new Variant.Forced("Zen"), Variant.parse(PEER, List.of("Zen")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "best:Zen", "a b", "x=y", "$HOME"})
  void aBadSettingNamesTheLegalForms(String text) {
    List<String> settings = Arrays.asList(text.split(":", -1));
    BadInputException error =
        assertThrows(BadInputException.class, () -> Variant.parse(PEER, settings));
    assertTrue(error.getMessage().contains("legal: openblas, openblas:best"), error.getMessage());
    assertTrue(error.getMessage().contains("OPENBLAS_CORETYPE"), error.getMessage());
  }
}
