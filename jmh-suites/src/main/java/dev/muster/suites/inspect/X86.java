package dev.muster.suites.inspect;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** x86-64 with AVX or AVX-512, in Intel's syntax: the destination comes first. */
final class X86 implements Isa {
  private static final Pattern FMA = Pattern.compile("vfn?m(add|sub)\\d{3}p[hsd]");
  private static final Pattern BROADCAST = Pattern.compile("vp?broadcast.*");

  /** Reads one element only: {@code vmovss}, {@code vmovd}, … */
  private static final Pattern OF_ONE_ELEMENT = Pattern.compile("v.*s[hsd]|vmov[dqw]");

  private static final Pattern VECTOR_REGISTER = Pattern.compile("[xyz]mm\\d+");

  /** An operand of AVX-512 that is read once and spread over all lanes. */
  private static final Pattern EMBEDDED_BROADCAST = Pattern.compile("\\{1to\\d+}|bcst");

  private static final Pattern TARGET = Pattern.compile("0x([0-9a-f]+).*");
  private static final Set<String> NEVER_FALL_THROUGH = Set.of("jmp", "ret", "hlt", "ud2");

  @Override
  public String objdumpMachine() {
    return "i386:x86-64";
  }

  @Override
  public String syntax() {
    return "intel";
  }

  @Override
  public Set<Trait> traits(Instruction instruction) {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (matches(FMA, instruction)) {
      traits.add(Trait.FMA);
    }
    if (VECTOR_REGISTER.matcher(instruction.operands()).find()) {
      movement(instruction).ifPresent(traits::add);
    }
    return traits;
  }

  private static Optional<Trait> movement(Instruction instruction) {
    String operands = instruction.operands();
    int memory = operands.indexOf('[');
    if (memory < 0) {
      return isBroadcast(instruction) ? Optional.of(Trait.REGISTER_BROADCAST) : Optional.empty();
    }
    if (memory < operands.indexOf(',')) {
      return onStack(operands) ? Optional.of(Trait.SPILL) : Optional.empty();
    }
    return onStack(operands) ? Optional.of(Trait.RELOAD) : load(instruction);
  }

  private static Optional<Trait> load(Instruction instruction) {
    if (isBroadcast(instruction)) {
      return Optional.of(Trait.MEMORY_BROADCAST);
    }
    return matches(OF_ONE_ELEMENT, instruction) ? Optional.empty() : Optional.of(Trait.VECTOR_LOAD);
  }

  private static boolean matches(Pattern pattern, Instruction instruction) {
    return pattern.matcher(instruction.mnemonic()).matches();
  }

  private static boolean isBroadcast(Instruction instruction) {
    return matches(BROADCAST, instruction)
        || EMBEDDED_BROADCAST.matcher(instruction.operands()).find();
  }

  private static boolean onStack(String operands) {
    return operands.contains("[rsp");
  }

  @Override
  public OptionalLong jumpTarget(Instruction instruction) {
    Matcher target = TARGET.matcher(instruction.operands());
    return instruction.mnemonic().startsWith("j") && target.matches()
        ? OptionalLong.of(Long.parseUnsignedLong(target.group(1), 16))
        : OptionalLong.empty();
  }

  @Override
  public boolean neverFallsThrough(Instruction instruction) {
    return NEVER_FALL_THROUGH.contains(instruction.mnemonic());
  }
}
