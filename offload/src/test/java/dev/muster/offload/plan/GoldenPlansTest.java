package dev.muster.offload.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The plans of all strategies for some products and pools, beside those of the last time: a change
 * that makes another plan has to change the file and say why.
 */
class GoldenPlansTest {
  private static final List<String> SHAPES =
      List.of(
          "4096x4096x4096",
          "1000x3000x2000",
          "16x8192x8192",
          "2048x11008x4096",
          "512x512x262144",
          "100003x64x64");
  private static final List<Integer> RANKS = List.of(2, 3, 4, 6, 8, 16, 64, 384);

  @Test
  void plansAreThoseOfTheFile() throws IOException {
    List<String> plans = plans();
    assertTrue(plans.size() >= 200, plans.size() + " plans");
    try (InputStream in = getClass().getResourceAsStream("plans.txt")) {
      String golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(golden.strip(), String.join("\n", plans));
    }
  }

  private static List<String> plans() {
    List<String> plans = new ArrayList<>();
    for (Partitioner partitioner : Partitioners.all()) {
      for (String shape : SHAPES) {
        MatMul product = (MatMul) Problems.parse("matmul:f32:" + shape);
        for (int ranks : RANKS) {
          if (partitioner.splits(product, ranks).isPresent()) {
            Plan plan = new Strategy(partitioner, Optional.empty()).plan(product, ranks);
            plans.add("%s %s %d: %s".formatted(partitioner.name(), shape, ranks, plan));
          }
        }
      }
    }
    return plans;
  }
}
