package dev.muster.suites.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.tensor.DType;
import org.junit.jupiter.api.Test;

class CpuTrialsTest {

  @Test
  void aTileIsTriedInAProcessOfItsOwn() {
    Trial trial = CpuTrials.run(DType.F32, "256:3x3:256x48x192");
    assertTrue(trial.usable(), trial.complaint());
    assertEquals(CpuTrials.SHAPES.size(), trial.gflops().size());
    assertTrue(trial.facts().contains("tile 3x3@256, kc 2"), trial.facts());
    assertEquals(CpuTrials.origin(), trial.origin());
  }

  @Test
  void whatCannotBeRunIsAComplaint() {
    Trial trial = CpuTrials.run(DType.F32, "256:99x9:256x48x192");
    assertFalse(trial.usable());
    assertEquals(0, trial.score());
  }
}
