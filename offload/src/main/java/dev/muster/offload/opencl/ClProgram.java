package dev.muster.offload.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.lwjgl.opencl.CL10;

/** A {@code .cl} resource, built with one set of options for one device of a context. */
final class ClProgram extends ClObject {
  private static final long NULL = 0;

  private final long device;

  private ClProgram(long handle, long device) {
    super(handle, "clReleaseProgram", CL10::clReleaseProgram);
    this.device = device;
  }

  /** The {@code cl_device_id} that it was built for. */
  long device() {
    return device;
  }

  /**
   * What a program is built from.
   *
   * @param resource name of the {@code .cl} file beside this class
   * @param options of the compiler
   */
  record Source(String resource, String options) {

    String text() {
      try (InputStream in = Source.class.getResourceAsStream(resource)) {
        return new String(
            Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * @throws OpenClBuildException with what the driver says, shortened
   */
  static ClProgram build(ClContext context, Source source, long device, String name) {
    ClProgram program = new ClProgram(create(context, source.text()), device);
    try (Arena arena = Arena.ofConfined()) {
      int code =
          CL10.nclBuildProgram(
              program.handle(),
              1,
              arena.allocateFrom(ValueLayout.JAVA_LONG, device).address(),
              arena.allocateFrom(source.options()).address(),
              NULL,
              NULL);
      if (code == CL10.CL_BUILD_PROGRAM_FAILURE) {
        throw new OpenClBuildException(source, name, program.log());
      }
      ClError.check("clBuildProgram", code);
      return program;
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  private static long create(ClContext context, String text) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocateFrom(ValueLayout.ADDRESS, arena.allocateFrom(text));
      return ClError.create(
          "clCreateProgramWithSource",
          code ->
              CL10.nclCreateProgramWithSource(context.handle(), 1, pointer.address(), NULL, code));
    }
  }

  private String log() {
    return new ClInfo(
            "clGetProgramBuildInfo",
            (property, size, value, sizeOut) ->
                CL10.nclGetProgramBuildInfo(handle(), device, property, size, value, sizeOut))
        .text(CL10.CL_PROGRAM_BUILD_LOG);
  }
}
