package dev.muster.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:f32:1024x1024x1024 | - | cpu:1 | vector",
        "allreduce:f32:sum:64MiB | ring | cpu:2 | vector",
        "matmul:f32:2048x2048x2048 | pk2;ring | opencl:0/2 | opencl"
      })
  void textParsesBackToItself(String text) {
    assertEquals(text, RepeatLine.parse(text).toString());
  }

  @Test
  void blanksAroundPartsDoNotCount() {
    assertEquals(
        new RepeatLine("fma:f32:16", "-", "cpu:2", "vector"),
        RepeatLine.parse("  fma:f32:16|-|cpu:2  |   vector "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a | b | c", "a | b | c | d | e", "a |  | c | d"})
  void anotherNumberOfPartsIsRefusedWithTheLegalForm(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> RepeatLine.parse(text)).getMessage();
    assertTrue(message.endsWith("legal: problem | plan | pool | kernel"), message);
  }
}
