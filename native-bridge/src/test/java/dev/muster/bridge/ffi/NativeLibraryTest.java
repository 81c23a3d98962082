package dev.muster.bridge.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
  private static final List<String> LIBM = List.of("libm.so.6", "libm.dylib", "libm.so");

  @Test
  void functionOfTheCLibraryIsCalled() {
    NativeFunction strlen =
        NativeLibrary.system()
            .function("strlen", FunctionDescriptor.of(JAVA_LONG, ADDRESS))
            .orElseThrow();
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(6, strlen.call(arena.allocateFrom("muster")));
    }
  }

  @Test
  void pointerComesBackAsItsAddress() {
    NativeFunction strchr =
        NativeLibrary.system()
            .function("strchr", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT))
            .orElseThrow();
    try (Arena arena = Arena.ofConfined()) {
      var text = arena.allocateFrom("muster");
      assertEquals(text.address() + 3, strchr.call(text, (int) 't'));
    }
  }

  @Test
  void handleServesTimedCode() throws Throwable {
    Optional<NativeFunction> cos =
        NativeLibrary.find(LIBM)
            .flatMap(libm -> libm.function("cos", FunctionDescriptor.of(JAVA_DOUBLE, JAVA_DOUBLE)));
    Assumptions.assumeTrue(cos.isPresent(), "no libm under any of " + LIBM);
    assertEquals(Math.cos(0.5), (double) cos.get().handle().invokeExact(0.5), 1e-15);
  }

  @Test
  void firstLibraryThatIsThereIsTaken() {
    Optional<NativeLibrary> libm = NativeLibrary.find(LIBM);
    Assumptions.assumeTrue(libm.isPresent(), "no libm under any of " + LIBM);
    List<String> sonames = List.of("libmissing.so.77", libm.get().name());
    assertEquals(libm.get().name(), NativeLibrary.find(sonames).orElseThrow().name());
  }

  @Test
  void missingLibraryIsAnEmptyAnswer() {
    assertEquals(Optional.empty(), NativeLibrary.find(List.of("libmissing.so.77")));
    assertEquals(Optional.empty(), NativeLibrary.find(List.of()));
  }

  @Test
  void missingSymbolIsAnEmptyAnswer() {
    assertEquals(
        Optional.empty(),
        NativeLibrary.system().function("muster_missing", FunctionDescriptor.ofVoid()));
  }

  @Test
  void wrongNumberOfArgumentsIsAnErrorOfTheCaller() {
    NativeFunction abs =
        NativeLibrary.system()
            .function("abs", FunctionDescriptor.of(JAVA_INT, JAVA_INT))
            .orElseThrow();
    assertThrows(RuntimeException.class, () -> abs.call());
    assertEquals(7, abs.call(-7));
  }
}
