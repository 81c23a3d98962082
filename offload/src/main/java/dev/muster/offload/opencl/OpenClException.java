package dev.muster.offload.opencl;

/** A call of the OpenCL API that failed; the message names the call and the code. */
public class OpenClException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  OpenClException(String message, int code) {
    super(message);
    this.code = code;
  }

  /** For a call that returned this code. */
  static OpenClException of(String call, int code) {
    return new OpenClException("%s: %s (%d)".formatted(call, ClError.name(code), code), code);
  }

  /** As in {@code cl.h}: negative. */
  public int code() {
    return code;
  }
}
