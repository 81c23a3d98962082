package dev.muster.bridge.ffi;

import java.lang.foreign.MemorySegment;

/** Text as C hands it out: bytes up to the first zero, at an address. */
public final class CString {
  private CString() {}

  /** The text at {@code address}, which is believed; empty at 0. */
  @SuppressWarnings("restricted")
  public static String at(long address) {
    return address == 0
        ? ""
        : MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
  }
}
