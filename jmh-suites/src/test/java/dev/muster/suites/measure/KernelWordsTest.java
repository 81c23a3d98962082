package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.bridge.blas.PeerMatMul;
import dev.muster.kernels.kernel.Kernels;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelWordsTest {

  @Test
  void ourOwnKernelComesFirstAndTheSpecificationLast() {
    List<String> words = KernelWords.of(Kernels.cpu().all()).words();
    assertEquals("vector", words.getFirst());
    assertEquals("scalar", words.getLast());
  }

  @Test
  void everyLibraryIsThereOrSaidToBeMissing() {
    KernelWords found = KernelWords.of(Kernels.cpu().all());
    List<String> peers =
        Kernels.cpu().all().stream()
            .filter(PeerMatMul.class::isInstance)
            .map(kernel -> kernel.name())
            .toList();
    for (String peer : peers) {
      Stream<String> said = Stream.concat(found.words().stream(), found.missing().stream());
      assertTrue(said.anyMatch(text -> text.matches(peer + "(:.*)?")), peer + " in " + found);
    }
  }
}
