package dev.muster.suites.inspect;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AArch64 with NEON or SVE.
 *
 * <p>A spill of SVE that computes its address first ({@code add x8, sp, #…}) is not seen as one; C2
 * does so for slots far from the stack pointer only.
 */
final class AArch64 implements Isa {
  private static final Pattern FMA = Pattern.compile("fmla|fmls|fmad|fmsb");
  private static final Pattern LOAD = Pattern.compile("ldu?r|ldn?p|ld1[bhwd]?");
  private static final Pattern STORE = Pattern.compile("stu?r|stn?p|st1[bhwd]?");
  private static final Pattern MEMORY_BROADCAST = Pattern.compile("ld1r.*");

  /** {@code dup v0.4s, v1.s[0]}; SVE writes it {@code mov z0.s, s1}, not {@code mov z0.d, z1.d}. */
  private static final Pattern REGISTER_BROADCAST =
      Pattern.compile("dup [vz]\\d+\\..*|mov z\\d+\\.[bhsdq],[bhsdqvwx]\\d.*");

  private static final Pattern VECTOR_FIRST = Pattern.compile("\\{?[vz]\\d+.*");

  /** Full or in part: a lone element in a vector register is spilled as well. */
  private static final Pattern FLOAT_FIRST = Pattern.compile("\\{?[vzqds]\\d+.*");

  private static final Pattern WHOLE_FIRST = Pattern.compile("\\{?[vzq]\\d+.*");
  private static final Pattern JUMP = Pattern.compile("b|bc?\\..*|cbn?z|tbn?z");
  private static final Pattern TARGET = Pattern.compile("(?:.*,)?(?:0x)?([0-9a-f]+)(?:<.*)?");
  private static final Set<String> NEVER_FALL_THROUGH = Set.of("b", "br", "ret", "udf", "brk");

  @Override
  public String objdumpMachine() {
    return "aarch64";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public Set<Trait> traits(Instruction instruction) {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (is(FMA, instruction) && VECTOR_FIRST.matcher(instruction.operands()).matches()) {
      traits.add(Trait.FMA);
    }
    movement(instruction).ifPresent(traits::add);
    return traits;
  }

  private static Optional<Trait> movement(Instruction instruction) {
    String operands = instruction.operands();
    boolean onStack = operands.contains("[sp");
    if (is(MEMORY_BROADCAST, instruction)) {
      return Optional.of(onStack ? Trait.RELOAD : Trait.MEMORY_BROADCAST);
    }
    if (REGISTER_BROADCAST.matcher(instruction.mnemonic() + " " + operands).matches()) {
      return Optional.of(Trait.REGISTER_BROADCAST);
    }
    if (onStack && FLOAT_FIRST.matcher(operands).matches()) {
      return is(STORE, instruction) ? Optional.of(Trait.SPILL) : Optional.of(Trait.RELOAD);
    }
    return is(LOAD, instruction) && WHOLE_FIRST.matcher(operands).matches()
        ? Optional.of(Trait.VECTOR_LOAD)
        : Optional.empty();
  }

  private static boolean is(Pattern mnemonic, Instruction instruction) {
    return mnemonic.matcher(instruction.mnemonic()).matches();
  }

  @Override
  public OptionalLong jumpTarget(Instruction instruction) {
    Matcher target = TARGET.matcher(instruction.operands());
    return is(JUMP, instruction) && target.matches()
        ? OptionalLong.of(Long.parseUnsignedLong(target.group(1), 16))
        : OptionalLong.empty();
  }

  @Override
  public boolean neverFallsThrough(Instruction instruction) {
    return NEVER_FALL_THROUGH.contains(instruction.mnemonic());
  }
}
