package dev.muster.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultJsonTest {
  private static final String GOLDEN =
      """
      {"schemaVersion":1,"kind":"result","section":"matmul",\
      "line":"matmul:f32:8x8x8 | pk2;ring | cpu:2 | vector","problem":"matmul:f32:8x8x8",\
      "plan":"pk2;ring","pool":"cpu:2","kernel":"vector","settings":"forks=1",\
      "provenance":"measured","startedAt":"2026-11-24T12:00:00Z","status":"ok","reason":"",\
      "verdict":{"checkedCount":100,"wrongCount":0,"worst":""},\
      "forkSeconds":[[0.5,0.25],[1]],"counters":{"communicationShare":0.125,"flops":1024},\
      "ran":{"threads":"2","tile":"6x4 \\"µ\\""},\
      "references":{"oneDevice":"matmul:f32:8x8x8 | - | cpu:1 | vector"},\
      "environment":{"host":"box","os":"Debian GNU/Linux 13","osKernel":"Linux 6.12 x86_64",\
      "cpu":"AMD EPYC","cpuFlags":["avx2","fma"],"logicalCores":2,"physicalCores":2,\
      "l1DataBytes":49152,"l2Bytes":1048576,"l3Bytes":33554432,"memoryBytes":17179869184,\
      "jdk":"Eclipse Adoptium 25.0.3","jvmFlags":["-Xmx4g"],"gitCommit":"0123abc",\
      "musterVersion":"0.1.0","notes":{"governor":"performance"}}}""";

  private static Result golden() {
    return Samples.of("matmul", "matmul:f32:8x8x8 | pk2;ring | cpu:2 | vector")
        .counter("flops", 1024)
        .counter("communicationShare", 0.125)
        .ran("tile", "6x4 \"µ\"")
        .ran("threads", "2")
        .reference("oneDevice", RepeatLine.parse("matmul:f32:8x8x8 | - | cpu:1 | vector"))
        .measured(List.of(List.of(0.5, 0.25), List.of(1.0)));
  }

  @Test
  void storedLineHasItsFieldsInTheAgreedOrder() {
    assertEquals(GOLDEN, ResultJson.write(golden()));
  }

  @Test
  void storedLineIsReadBackWhole() {
    assertEquals(golden(), ResultJson.read(GOLDEN));
  }

  @Test
  void everyResultSurvivesWritingAndReading() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 500; round++) {
      Result result = random(random);
      String line = ResultJson.write(result);
      assertFalse(line.contains("\n"));
      assertEquals(result, ResultJson.read(line));
      assertEquals(line, ResultJson.write(ResultJson.read(line)));
    }
  }

  private static Result random(SplittableRandom random) {
    Result.Builder builder =
        Samples.of("s" + text(random), "a:%d | - | b | c".formatted(random.nextLong()))
            .settings(text(random))
            .provenance("p" + text(random))
            .startedAt(Instant.ofEpochSecond(random.nextLong(1L << 33), random.nextInt(1 << 29)))
            .counter(text(random), finite(random))
            .counter(text(random), (double) (random.nextLong() >> random.nextInt(63)))
            .ran(text(random), text(random));
    return switch (random.nextInt(4)) {
      case 0 -> builder.unsupported("r" + text(random));
      case 1 -> builder.failed("r" + text(random));
      case 2 -> builder.wrong(new Verdict(9, 1 + random.nextInt(9), text(random)));
      default -> builder.measured(forks(random));
    };
  }

  private static List<List<Double>> forks(SplittableRandom random) {
    List<List<Double>> forks = new ArrayList<>();
    for (int fork = 0; fork <= random.nextInt(4); fork++) {
      List<Double> samples = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(9); i++) {
        samples.add(Math.abs(finite(random)));
      }
      forks.add(samples);
    }
    return forks;
  }

  /** Any bits but those of NaN and the infinities; whole numbers, zeroes and extremes as well. */
  private static double finite(SplittableRandom random) {
    double[] edges = {0, 1, 0x1p53, 0x1p53 - 1, Double.MAX_VALUE, Double.MIN_VALUE, 1e-9};
    double bits = Double.longBitsToDouble(random.nextLong());
    boolean edge = random.nextInt(4) == 0 || !Double.isFinite(bits);
    return edge ? edges[random.nextInt(edges.length)] : bits;
  }

  private static String text(SplittableRandom random) {
    String[] alphabet = {"a", "Z", "µ", "\"", "\\", "\n", "\t", ",", "|", " ", "\u0001", "😀", "/"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }

  @Test
  void unknownSchemaVersionIsRefusedByNumber() {
    String line = GOLDEN.replace("\"schemaVersion\":1", "\"schemaVersion\":2");
    assertEquals(
        "schema version 2 is unknown here; legal: 1",
        assertThrows(StoreException.class, () -> ResultJson.read(line)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[]", "7", "{\"schemaVersion\":\"1\"}", "not json", "{\"schemaVersion"})
  void whatIsNoResultIsRefusedOnOneLine(String line) {
    String message = assertThrows(StoreException.class, () -> ResultJson.read(line)).getMessage();
    assertTrue(message.startsWith("not a result: "), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void lineWithoutOneOfItsFieldsIsRefusedByName() {
    for (String field : List.of("section", "status", "verdict", "forkSeconds", "environment")) {
      String line = GOLDEN.replace("\"" + field + "\":", "\"other\":");
      assertThrows(StoreException.class, () -> ResultJson.read(line), field);
    }
  }

  @Test
  void numbersThatAreNoneAreRefused() {
    for (Map.Entry<String, String> change :
        Map.of("[1]", "[\"NaN\"]", "0.125", "\"Infinity\"", "0.25", "null").entrySet()) {
      String line = GOLDEN.replace(change.getKey(), change.getValue());
      assertThrows(StoreException.class, () -> ResultJson.read(line), line);
    }
  }
}
