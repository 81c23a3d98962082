package dev.muster.offload.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"-", "ring", "pm2", "pm2,pk2;ring", "sm2,pn3,sk4,pk5;two-shot", "pn8,pk9;x"})
  void textsParseBackToThemselves(String text) {
    assertEquals(text, Plan.parse(text).toString());
  }

  @Test
  void plansParseBackToThemselves() {
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 1_000; i++) {
      List<Split> splits =
          Stream.generate(() -> RandomProduct.split(random)).limit(random.nextInt(6)).toList();
      Optional<String> collective =
          Optional.of("recursive-doubling").filter(_ -> random.nextBoolean());
      Plan plan = new Plan(splits, collective);
      assertEquals(plan, Plan.parse(plan.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ";",
        "pm2;",
        ";ring",
        "pm2;ring;ring",
        "pm2,",
        ",pm2",
        "pm0",
        "pm",
        "pm-2",
        "pm2.5",
        "qm2,pk2",
        "pq2,pk2",
        "pm2 pk2",
        "mp2,pk2",
        "pm02",
        "pm99999999",
        "PM2,pk2"
      })
  void typosAreAnsweredWithTheLegalForm(String text) {
    BadInputException error =
        assertThrows(BadInputException.class, () -> Plan.parse(text), () -> "'" + text + "'");
    assertTrue(error.getMessage().contains("legal: "), error::getMessage);
    assertFalse(error.getMessage().contains("\n"), error::getMessage);
  }

  @Test
  void parallelSplitsMultiplyToTheRanks() {
    assertEquals(1, Plan.NONE.ranks());
    assertEquals(1, Plan.parse("ring").ranks());
    assertEquals(6, Plan.parse("pm2,sn5,pk3;ring").ranks());
    assertEquals(30, Plan.parse("pm2,sn5,pk3;ring").tiles());
  }

  @Test
  void absurdDivisorsDoNotOverflow() {
    Plan plan = Plan.parse("pm9999999,pn9999999,sk9999999,pm9999999");
    assertEquals(Long.MAX_VALUE, plan.ranks());
    assertEquals(Long.MAX_VALUE, plan.tiles());
  }

  @Test
  void onlyParallelSplitsOfKSpreadTheSum() {
    assertTrue(Plan.parse("pm2,pk2;ring").splitsSum());
    assertFalse(Plan.parse("pm2,sk2").splitsSum());
    assertFalse(Plan.parse("pk1").splitsSum());
  }

  @Test
  void aMistypedStrategyIsToldApartFromABadSplit() {
    assertEquals(
        "unknown strategy 'recursiv' in plan 'recursiv;ring'; legal: splits such as pm2, or "
            + Partitioners.names(),
        assertThrows(BadInputException.class, () -> Plan.parse("recursiv;ring")).getMessage());
  }

  @Test
  void weightsAreProportionsAndLeaveNoPartEmpty() {
    Plan plan = Plan.parse("pm3:1,sk1:1:2");
    assertEquals("pm3:1,sk1:1:2", plan.toString());
    assertEquals(2, plan.ranks());
    assertEquals(6, plan.tiles());
    Split rows = plan.splits().getFirst();
    assertEquals(new Range(0, 75), rows.part(new Range(0, 100), 0));
    assertEquals(new Range(75, 25), rows.part(new Range(0, 100), 1));
    Split large = Split.parse("pm12000000:8000000");
    assertEquals("pm12000000:8000000", large.toString());
    Split many = Split.parse("pm" + String.join(":", Collections.nCopies(300, "9999999")));
    assertEquals(300, many.lengthMin());
    Split extreme = Split.parse("pn9999:1:1");
    assertEquals(new Range(4, 1), extreme.part(new Range(0, 6), 1));
    assertEquals(new Range(5, 1), extreme.part(new Range(0, 6), 2));
  }
}
