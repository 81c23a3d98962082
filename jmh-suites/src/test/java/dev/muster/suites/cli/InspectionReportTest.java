package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.kernels.tensor.DType;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.inspect.Avx;
import dev.muster.suites.inspect.Inspection;
import dev.muster.suites.inspect.Instruction;
import dev.muster.suites.inspect.Loop;
import dev.muster.suites.inspect.Subject;
import dev.muster.suites.inspect.Trait;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A tile of one accumulator that is spilled, as people and scripts see it. */
class InspectionReportTest {
  private static final Subject SUBJECT = Subject.of("1x1", DType.F32, 256, Avx.AVX2);
  private static final Inspection SPILLING =
      new Inspection.Seen(
          SUBJECT,
          "a.b.MicroKernel::multiply",
          new Loop(
              List.of(
                  line(0x10, "vfmadd231ps ymm0,ymm1,[rsp+0x20]", Trait.FMA, Trait.RELOAD),
                  line(0x16, "vfmadd231ps ymm0,ymm2,ymm3", Trait.FMA),
                  line(0x1c, "vmovdqu [rsp+0x20],ymm0", Trait.SPILL),
                  line(0x22, "nop"),
                  line(0x23, "jl 0x10"))));

  private final Captured captured = Captured.withoutTerminal();

  private static Loop.Line line(long address, String text, Trait... traits) {
    return new Loop.Line(new Instruction(address, text), Set.of(traits));
  }

  private int print(Inspection inspection, String format) {
    return new InspectionReport(TableFormat.parse(format), captured.console()).print(inspection);
  }

  @Test
  void peopleSeeTheCodeWithItsSpillsNamedAndThenTheCounts() {
    assertEquals(Main.OK, print(SPILLING, "table"));
    assertEquals(
        """
        a.b.MicroKernel::multiply, by C2 of JDK %s:

          10  vfmadd231ps   ymm0,ymm1,[rsp+0x20]                     reload
          16  vfmadd231ps   ymm0,ymm2,ymm3
          1c  vmovdqu       [rsp+0x20],ymm0                          spill
          22  nop
          23  jl            0x10

        tile 1x1@256 f32 with -XX:UseAVX=2: 2 FMAs, 0 vector loads, 0 memory broadcasts,\
         0 register broadcasts, 1 spill, 1 reload, 5 instructions per iteration (k unrolled by 2)
        """
            .formatted(Runtime.version()),
        captured.out());
  }

  @Test
  void scriptsGetTheCountsOnly() throws IOException {
    assertEquals(Main.OK, print(SPILLING, "json"));
    assertEquals(1, captured.out().lines().count(), captured.out());
    JsonNode row = new ObjectMapper().readTree(captured.out());
    assertEquals("1x1@256", row.get("tile").asText());
    assertEquals("-XX:UseAVX=2", row.get("flags").asText());
    assertEquals(Runtime.version().toString(), row.get("JDK").asText());
    assertEquals(2, row.get("k unrolled by").asInt());
    assertEquals(1, row.get("spills").asInt());
  }

  @Test
  void whatThisMachineLacksIsNoFailure() {
    assertEquals(Main.OK, print(new Inspection.Unreadable(SUBJECT, "no disassembler"), "table"));
    assertEquals("[unsupported] no disassembler\n", captured.out());
  }

  @Test
  void aLoopThatIsNotThereIsAFailureInEveryFormat() {
    assertEquals(Main.WRONG, print(new Inspection.Failed(SUBJECT, "no loop"), "csv"));
    assertTrue(captured.out().contains("[failed] no loop"), captured.out());
  }
}
