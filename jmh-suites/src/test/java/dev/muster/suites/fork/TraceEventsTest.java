package dev.muster.suites.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.CpuPool;
import dev.muster.offload.pool.Trace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a real product over two threads, as a reader of the format sees it. */
class TraceEventsTest {
  private static final MatMul PRODUCT = new MatMul(DType.F32, 200, 300, 400);
  private static final String LINE = PRODUCT.text() + " | pk2;ring | cpu:2 | vector";

  @TempDir private Path folder;

  private Trace trace() {
    try (Arena arena = Arena.ofShared();
        CpuPool pool = new CpuPool(2)) {
      Operands operands = PRODUCT.allocate(arena, 2);
      PRODUCT.fill(operands, Fill.uniform());
      try (BoundPlan bound = pool.bind(PRODUCT, Plan.parse("pk2;ring"), "vector", operands)) {
        bound.load();
        bound.run();
        return bound.trace();
      }
    }
  }

  private JsonNode written(Trace trace) throws IOException {
    Path file = folder.resolve("trace.json");
    new TraceEvents(LINE, List.of("cpu-core-0", "cpu-core-1"), trace).write(file);
    return JsonMapper.builder().build().readTree(file.toFile());
  }

  @Test
  void everyEventHasTheFieldsOfTheFormat() throws IOException {
    JsonNode root = written(trace());
    Set<String> names = new HashSet<>();
    for (JsonNode event : root.get("traceEvents")) {
      assertTrue(event.get("pid").isInt() && event.get("tid").isInt(), event.toString());
      switch (event.get("ph").asText()) {
        case "M" -> assertTrue(event.at("/args/name").isTextual(), event.toString());
        case "X" -> {
          assertTrue(event.get("ts").isNumber() && event.get("ts").asDouble() >= 0);
          assertTrue(event.get("dur").isNumber() && event.get("dur").asDouble() > 0);
          names.add(event.get("name").asText());
        }
        default -> throw new AssertionError(event.toString());
      }
    }
    assertTrue(names.containsAll(Set.of("compute", "send", "receive", "wait")), names.toString());
    assertEquals(LINE, root.at("/otherData/line").asText());
  }

  @Test
  void noTimeOfARankIsUnaccountedFor() throws IOException {
    Trace trace = trace();
    Map<Integer, Double> ends = new HashMap<>();
    Map<Integer, Double> sums = new HashMap<>();
    for (JsonNode event : written(trace).get("traceEvents")) {
      if (event.get("ph").asText().equals("X")) {
        int rank = event.get("tid").asInt();
        double start = event.get("ts").asDouble();
        assertTrue(start >= ends.getOrDefault(rank, 0.0) - 1e-3, "spans overlap");
        ends.put(rank, start + event.get("dur").asDouble());
        sums.merge(rank, event.get("dur").asDouble(), Double::sum);
      }
    }
    double wall = (trace.endNanos() - trace.startNanos()) * 1e-3;
    assertEquals(2, sums.size());
    sums.values().forEach(sum -> assertEquals(wall, sum, 0.02 * wall));
  }
}
