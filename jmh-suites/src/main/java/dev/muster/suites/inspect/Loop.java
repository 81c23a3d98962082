package dev.muster.suites.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A loop without another loop in it, from the target of its closing jump to that jump.
 *
 * @param lines its instructions, in the order of memory
 */
public record Loop(List<Line> lines) {
  public Loop {
    lines = List.copyOf(lines);
  }

  /** An instruction and what it does. */
  public record Line(Instruction instruction, Set<Trait> traits) {}

  /** Instructions per iteration that have this trait. */
  public int count(Trait trait) {
    return (int) lines.stream().filter(line -> line.traits().contains(trait)).count();
  }

  /**
   * The loop that does the work: of those whose FMAs make whole steps, the one with most of them.
   * C2 puts loops of single steps before and behind the one that it has unrolled.
   *
   * @param code in the order of memory
   * @param fmasPerStep FMAs that belong together, 1 or more
   * @return empty where no loop has any
   */
  static Optional<Loop> ofMostWork(List<Instruction> code, int fmasPerStep, Isa isa) {
    return innermost(code, isa).stream()
        .filter(loop -> loop.count(Trait.FMA) > 0 && loop.count(Trait.FMA) % fmasPerStep == 0)
        .max(Comparator.comparingInt(loop -> loop.count(Trait.FMA)));
  }

  private static List<Loop> innermost(List<Instruction> code, Isa isa) {
    List<Range> ranges = ranges(code, isa);
    return ranges.stream()
        .filter(range -> ranges.stream().noneMatch(range::encloses))
        .map(range -> of(code.subList(range.first(), range.last() + 1), isa))
        .toList();
  }

  private static Loop of(List<Instruction> body, Isa isa) {
    return new Loop(body.stream().map(each -> new Line(each, isa.traits(each))).toList());
  }

  /** Where it is possible to come from the target of a jump back to the jump, straight on. */
  private static List<Range> ranges(List<Instruction> code, Isa isa) {
    Map<Long, Integer> indices = new HashMap<>();
    List<Range> ranges = new ArrayList<>();
    int afterLastBreak = 0;
    for (int i = 0; i < code.size(); i++) {
      indices.put(code.get(i).address(), i);
      OptionalLong target = isa.jumpTarget(code.get(i));
      Integer first = target.isPresent() ? indices.get(target.getAsLong()) : null;
      if (first != null && first >= afterLastBreak) {
        ranges.add(new Range(first, i));
      }
      if (isa.neverFallsThrough(code.get(i))) {
        afterLastBreak = i + 1;
      }
    }
    return ranges;
  }

  /** Indices of the first and the last instruction. */
  private record Range(int first, int last) {
    boolean encloses(Range other) {
      return !equals(other) && first <= other.first && last >= other.last;
    }
  }
}
