package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
  private static final Problem PRODUCT = new MatMul(DType.F32, 8, 8, 8);

  private static List<String> peers(String text, String ours) {
    return Peers.parse(text, ours, PoolFacts.of("cpu:1"), PRODUCT).kernels();
  }

  @Test
  void allAreTheOthersButForTheSpecification() {
    List<String> all = peers("all", "vector:256");
    assertTrue(all.containsAll(List.of("wrong", "crashing")), all.toString());
    assertTrue(all.stream().noneMatch(List.of("vector", "vector:256", "scalar")::contains));
  }

  /** The broken kernel {@code wrong} has the setting {@code best}. */
  @Test
  void allHaveTheirBestSettingsBesideThem() {
    List<String> all = peers("all", "vector");
    assertEquals(all.indexOf("wrong") + 1, all.indexOf("wrong:best"), all.toString());
  }

  @Test
  void theVectorKernelIsAPeerOfOthers() {
    assertTrue(peers("all", "scalar").contains("vector"));
  }

  @Test
  void theNamedOnesAreTakenInTheirOrderAndOnce() {
    assertEquals(List.of("vector:256", "scalar"), peers("vector:256,scalar,vector:256", "vector"));
    assertEquals(List.of(), peers("none", "vector"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "openblast; openblast; scalar, vector",
        "scalar,; ''; scalar, vector",
        "vector:7; 7; 128, 256, 512",
        "scalar,vector; 'vector'; all, none, or other kernels"
      })
  void aBadPeerIsNamedWithWhatIsLegal(String text, String bad, String legal) {
    BadInputException refused = assertThrows(BadInputException.class, () -> peers(text, "vector"));
    assertTrue(refused.getMessage().contains(bad), refused.getMessage());
    assertTrue(refused.getMessage().contains(legal), refused.getMessage());
  }
}
