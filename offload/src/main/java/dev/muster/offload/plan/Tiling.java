package dev.muster.offload.plan;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which rank computes what of a product, as its plan says.
 *
 * <p>The splits are taken in order, the first outermost. A parallel split hands its parts to equal
 * groups of neighbouring ranks; with a sequential one, the same ranks do the parts one after the
 * other. So {@code sm2,pm2} gives each of two ranks two separate runs of rows, and {@code pm2,sm2}
 * one run in two steps. Parts of a dimension differ by at most one, or are as their weights say.
 *
 * <p>A pure function; time grows with the number of tiles.
 *
 * <p>Source: G. Kwasniewski et al., Red-blue pebbling revisited: near optimal parallel
 * matrix-matrix multiplication, SC 2019 (COSMA), and the plans of its implementation.
 *
 * @param problem the whole product
 * @param shares what each rank does
 */
public record Tiling(MatMul problem, List<RankShare> shares) {
  public Tiling {
    shares = List.copyOf(shares);
  }

  /**
   * The tiling of a product over the ranks of a pool.
   *
   * @throws BadInputException where the plan does not fit problem or pool, naming what would
   */
  public static Tiling of(MatMul problem, Plan plan, int ranks) {
    PlanRules.requireProduct(problem, plan, ranks);
    List<List<Block>> blocks = Stream.<List<Block>>generate(ArrayList::new).limit(ranks).toList();
    cut(Block.of(problem), plan.splits(), 0, blocks);
    return new Tiling(problem, shares(problem, blocks));
  }

  public int ranks() {
    return shares.size();
  }

  public RankShare share(int rank) {
    return shares.get(rank);
  }

  /** Cuts a block along the splits from {@code depth} on; {@code ranks} are those who share it. */
  private static void cut(Block block, List<Split> splits, int depth, List<List<Block>> ranks) {
    if (depth == splits.size()) {
      ranks.getFirst().add(block);
      return;
    }
    Split split = splits.get(depth);
    for (int part = 0; part < split.divisor(); part++) {
      cut(
          block.part(split, part),
          splits,
          depth + 1,
          split.mode().ranksOf(part, split.divisor(), ranks));
    }
  }

  private static List<RankShare> shares(MatMul problem, List<List<Block>> blocks) {
    Map<Area, List<Integer>> groups = groups(blocks);
    return IntStream.range(0, blocks.size())
        .mapToObj(rank -> share(problem, rank, blocks.get(rank), groups))
        .toList();
  }

  /** The ranks that have a block of an area, ascending. */
  private static Map<Area, List<Integer>> groups(List<List<Block>> blocks) {
    Map<Area, List<Integer>> groups = new HashMap<>();
    for (int rank = 0; rank < blocks.size(); rank++) {
      for (Block block : blocks.get(rank)) {
        List<Integer> group = groups.computeIfAbsent(Area.of(block), _ -> new ArrayList<>());
        if (group.isEmpty() || group.getLast() != rank) {
          group.add(rank);
        }
      }
    }
    groups.replaceAll((_, group) -> List.copyOf(group));
    return groups;
  }

  private static RankShare share(
      MatMul problem, int rank, List<Block> blocks, Map<Area, List<Integer>> groups) {
    Map<Area, Integer> outputs = new LinkedHashMap<>();
    List<Tile> tiles = new ArrayList<>(blocks.size());
    for (Block block : blocks) {
      Area area = Area.of(block);
      boolean first = outputs.putIfAbsent(area, outputs.size()) == null;
      double start = groups.get(area).getFirst() == rank ? problem.beta() : 0;
      double beta = first ? start : 1;
      tiles.add(new Tile(block.m(), block.n(), block.k(), outputs.get(area), beta));
    }
    List<Output> parts =
        outputs.keySet().stream()
            .map(area -> new Output(area.m(), area.n(), groups.get(area)))
            .toList();
    return new RankShare(tiles, parts);
  }

  /** The part of C that a block adds to. */
  private record Area(Range m, Range n) {
    static Area of(Block block) {
      return new Area(block.m(), block.n());
    }
  }
}
