package dev.muster.suites.inspect;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** How to read the instructions of one kind of processor. Stateless. */
interface Isa {

  /** The word behind {@code -m} of objdump. */
  String objdumpMachine();

  /** The words behind {@code -M} of objdump and {@code -XX:PrintAssemblyOptions}; may be empty. */
  String syntax();

  /** What the instruction does; empty for all that nobody counts. */
  Set<Trait> traits(Instruction instruction);

  /** Where a jump goes, conditional or not; empty for other instructions and computed targets. */
  OptionalLong jumpTarget(Instruction instruction);

  /** True where the instruction that follows in memory is never the next to run. */
  boolean neverFallsThrough(Instruction instruction);

  /** That of the processor that this process runs on. */
  static Optional<Isa> here() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> Optional.of(new X86());
      case "aarch64" -> Optional.of(new AArch64());
      default -> Optional.empty();
    };
  }
}
