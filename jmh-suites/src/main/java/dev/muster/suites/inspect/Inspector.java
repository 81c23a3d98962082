package dev.muster.suites.inspect;

import dev.muster.kernels.problem.Support;
import dev.muster.suites.measure.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows the inner loop that C2 makes of a micro-kernel.
 *
 * <p>A JVM of its own runs the kernel and prints its machine code: as instructions where hsdis is
 * installed, else as bytes, which objdump reads. It waits for each compilation ({@code -Xbatch}),
 * so that the same JDK gives the same code each time. Takes about three seconds.
 */
public final class Inspector {
  private static final String NO_DISASSEMBLER =
      "no disassembler: install binutils, which has objdump, or hsdis into the JDK";

  private final Isa isa;
  private final Optional<Objdump> objdump;

  private Inspector(Isa isa, Optional<Objdump> objdump) {
    this.isa = isa;
    this.objdump = objdump;
  }

  /**
   * Looks at one micro-kernel on this machine.
   *
   * @param searchPath folders in which objdump may be, as in {@code PATH}
   */
  public static Inspection inspect(Subject subject, String searchPath) {
    if (subject.support() instanceof Support.No no) {
      return new Inspection.Unsupported(subject, no.reason());
    }
    return Isa.here()
        .map(isa -> new Inspector(isa, Objdump.find(searchPath, isa)).inspect(subject))
        .orElse(
            new Inspection.Unreadable(
                subject, "reads the machine code of x86-64 and AArch64 only"));
  }

  private Inspection inspect(Subject subject) {
    Child.Output output =
        Child.run(jvmFlags(subject), HotKernel.class, subject.problem(), subject.kernel());
    if (output.exitCode() != 0) {
      return new Inspection.Failed(
          subject,
          "the JVM with %s ended with exit code %d"
              .formatted(String.join(" ", jvmFlags(subject)), output.exitCode()));
    }
    List<CompiledMethod> methods = CompiledMethod.parse(output.text());
    return objdump.isEmpty() && methods.stream().anyMatch(CompiledMethod::hasBytesOnly)
        ? new Inspection.Unreadable(subject, NO_DISASSEMBLER)
        : latest(subject, methods);
  }

  private List<String> jvmFlags(Subject subject) {
    List<String> flags = new ArrayList<>(subject.avx().jvmFlags());
    flags.add("-Xbatch");
    flags.add("-XX:+UnlockDiagnosticVMOptions");
    flags.add("-XX:CompileCommand=print,dev.muster.kernels.matmul.*::*");
    if (!isa.syntax().isEmpty()) {
      flags.add("-XX:PrintAssemblyOptions=" + isa.syntax());
    }
    return flags;
  }

  /** What was compiled last is what runs from then on: first comes code that is entered midway. */
  private Inspection latest(Subject subject, List<CompiledMethod> methods) {
    return methods.reversed().stream()
        .map(method -> seen(subject, method))
        .flatMap(Optional::stream)
        .findFirst()
        .map(Inspection.class::cast)
        .orElse(
            new Inspection.Failed(
                subject,
                "C2 made no loop with %d vector FMAs of %s"
                    .formatted(subject.fmasPerStep(), subject)));
  }

  private Optional<Inspection.Seen> seen(Subject subject, CompiledMethod method) {
    return Loop.ofMostWork(instructions(method), subject.fmasPerStep(), isa)
        .map(loop -> new Inspection.Seen(subject, method.name(), loop));
  }

  private List<Instruction> instructions(CompiledMethod method) {
    return method.hasBytesOnly()
        ? objdump.orElseThrow().instructions(MachineBytes.parse(method.text()))
        : method.instructions();
  }
}
