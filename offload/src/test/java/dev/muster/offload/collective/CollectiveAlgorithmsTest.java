package dev.muster.offload.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.kernels.problem.BadInputException;
import org.junit.jupiter.api.Test;

class CollectiveAlgorithmsTest {

  @Test
  void algorithmsAreFoundByName() {
    assertInstanceOf(Ring.class, CollectiveAlgorithms.find("ring"));
    assertInstanceOf(TwoShot.class, CollectiveAlgorithms.find("two-shot"));
  }

  @Test
  void typoIsAnsweredWithTheLegalNames() {
    BadInputException error =
        assertThrows(BadInputException.class, () -> CollectiveAlgorithms.find("rnig"));
    assertEquals(
        "unknown collective 'rnig'; legal: " + CollectiveAlgorithms.names(), error.getMessage());
  }
}
