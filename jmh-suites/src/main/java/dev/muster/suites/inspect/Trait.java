package dev.muster.suites.inspect;

/** What an instruction does, as far as somebody asks who tunes an inner loop. */
public enum Trait {
  /** Multiplies and adds vectors. */
  FMA("FMA"),
  /** Reads a whole vector that is not on the stack, alone or as the operand of an FMA. */
  VECTOR_LOAD("vector load"),
  /** Reads one element into all lanes; costs no more than a load. */
  MEMORY_BROADCAST("memory broadcast"),
  /** Spreads one lane of a register over all; takes a shuffle, of which a core has few. */
  REGISTER_BROADCAST("register broadcast"),
  /** Writes a vector register to the stack. */
  SPILL("spill"),
  /** Reads from the stack into a vector register, alone or as the operand of an FMA. */
  RELOAD("reload");

  private final String noun;

  Trait(String noun) {
    this.noun = noun;
  }

  /** One such instruction, in words. */
  public String noun() {
    return noun;
  }

  /** The heading over a number of them. */
  public String plural() {
    return noun + "s";
  }

  /** So many, in words. */
  String times(int count) {
    return count + " " + (count == 1 ? noun : plural());
  }
}
