package dev.muster.suites.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.kernels.tensor.DType;
import dev.muster.offload.opencl.ShapeClass;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A trial on the first device that is here, in a process of its own as in a search. */
class OpenClSearchTest {
  private static final String DEVICE = "opencl:0";

  private static OpenClTrials.Subject subject() {
    OpenClTrials.Subject subject = OpenClTrials.subject(DEVICE, DType.F32, ShapeClass.LARGE);
    boolean required = List.of(System.getProperty("require", "").split(",")).contains("opencl");
    assumeTrue(required || subject.complaint().isEmpty(), subject.complaint());
    assertEquals("", subject.complaint());
    return subject;
  }

  @Test
  void aCandidateIsCheckedAndTimedOnEveryShapeOfItsClass() {
    OpenClTrials.Subject subject = subject();
    Trial trial =
        OpenClTrials.run(DEVICE, DType.F32, ShapeClass.FLAT, subject.candidates().getFirst());
    assertTrue(trial.usable(), trial.complaint());
    assertEquals(subject.identity(), trial.origin());
    assertEquals(2, trial.gflops().size());
    assertTrue(trial.score() > 0);
  }

  @Test
  void aTileThatTheDeviceCannotHoldHasFailedWithAReason() {
    var _ = subject();
    Trial trial = OpenClTrials.run(DEVICE, DType.F32, ShapeClass.FLAT, "999x999x999/1x1");
    assertTrue(trial.complaint().contains("998001"), trial.complaint());
    assertEquals(0, trial.score());
  }

  @Test
  void whatIsNoDeviceOfOpenClIsNotTuned() {
    String complaint = OpenClTrials.subject("cpu:1", DType.F32, ShapeClass.LARGE).complaint();
    assertEquals("'cpu:1' is not one device of OpenCL; legal: e.g. opencl:0", complaint);
  }
}
