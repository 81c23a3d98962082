package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.lwjgl.opencl.CL10;

class ClQueueTest {
  private static final int COUNT = 32 << 20;

  /** PoCL computes in the memory of the host, so that the copy is seen there when it is done. */
  @Test
  void whatWasEnqueuedBeforeAFailureHasEnded() {
    OpenClDevice device = OpenClHere.require("pocl");
    ClTarget target = device.target();
    try (Arena arena = Arena.ofShared();
        Owned owned = new Owned()) {
      Matrix from = Buffers.vector(arena, DType.F32, COUNT);
      Matrix into = Buffers.vector(arena, DType.F32, COUNT);
      from.segment().setAtIndex(ValueLayout.JAVA_FLOAT, COUNT - 1, 7);
      ClQueue queue = owned.add(target.queue());
      ClMemory source = owned.add(ClMemory.of(target.context(), from));
      ClMemory sink = owned.add(ClMemory.of(target.context(), into));
      OpenClException failure = OpenClException.of("second command", CL10.CL_INVALID_VALUE);
      OpenClException thrown =
          assertThrows(
              OpenClException.class,
              () ->
                  queue.enqueue(
                      new ClCopy(source, 0, sink, 0, from.bytes()),
                      _ -> {
                        throw failure;
                      }));
      assertEquals(failure, thrown);
      assertEquals(7, into.segment().getAtIndex(ValueLayout.JAVA_FLOAT, COUNT - 1));
    }
    device.close();
  }
}
