package dev.muster.offload.collective;

import dev.muster.kernels.problem.Chunks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * All-reduce whose sum has one shape, whatever the number of ranks: a binary tree over the vectors
 * that are combined, {@code blocks} in all. With as many blocks, the answer has the same bits on 1,
 * 2, 3 or any other number of ranks.
 *
 * <p>A rank computes the largest subtrees that lie among its own blocks. Their roots go to the
 * ranks that own the p chunks of the vector, each of which finishes the tree for its chunk, and
 * everyone reads every chunk.
 *
 * <p>Order of summation: sum(a, b) = sum(a, m) + sum(m, b) with m = ⌊(a + b)/2⌋.
 *
 * <p>Time for n bytes, where each rank has one root, as with blocks and ranks that are powers of
 * two: 2·α + 2·(p−1)/p·n·β + (b/p − 1 + (p−1)/p)·n·γ, as {@link TwoShot} after each rank's own sum.
 * A rank whose blocks do not make a subtree sends up to 2·⌈log₂ b⌉ roots.
 *
 * <p>Source: the idea of J. Demmel, H. D. Nguyen, Parallel reproducible summation, IEEE
 * Transactions on Computers 64 (2015), section 1: an order of summation that no resource decides.
 * Stateless and thread-safe.
 */
public final class FixedTree implements AllReduceAlgorithm {
  /** The word on the repeat line. */
  public static final String NAME = "fixed-tree";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schedule allReduce(int ranks, long count) {
    return ofBlocks(ranks, ranks, count);
  }

  /** 2(p−1)·count: each chunk of each rank goes to its owner, and from there to all. */
  @Override
  public long elementsMoved(int ranks, long count) {
    return 2L * (ranks - 1) * count;
  }

  @Override
  public long scratchCount(int ranks, long count) {
    return scratchCountOfBlocks(ranks, ranks, count);
  }

  @Override
  public Schedule ofBlocks(int blocks, int ranks, long count) {
    Shares shares = new Shares(blocks, ranks, count);
    return Schedules.perRank(
        ranks, rank -> count == 0 ? List.of() : new Rank(shares, rank).steps());
  }

  @Override
  public long scratchCountOfBlocks(int blocks, int ranks, long count) {
    return new Shares(blocks, ranks, count).scratchCount();
  }

  /** Blocks {@code from} to {@code to} − 1, one or more. */
  private record Node(int from, int to) {
    boolean isBlock() {
      return to == from + 1;
    }

    Node left() {
      return new Node(from, (from + to) / 2);
    }

    Node right() {
      return new Node((from + to) / 2, to);
    }

    /** How many levels of inner nodes it has. */
    int height() {
      return isBlock() ? 0 : 1 + Math.max(left().height(), right().height());
    }

    /** The largest subtrees of this one between two blocks. */
    List<Node> within(long first, long end) {
      if (from >= first && to <= end) {
        return List.of(this);
      }
      if (from >= end || to <= first) {
        return List.of();
      }
      List<Node> nodes = new ArrayList<>(left().within(first, end));
      nodes.addAll(right().within(first, end));
      return nodes;
    }
  }

  /** Who has what, and where it lies in scratch: own roots, roots of others, partial results. */
  private static final class Shares {
    private final Node tree;
    private final int ranks;
    private final long count;
    private final Chunks chunks;
    private final Chunks blocks;
    private final List<List<Node>> roots;
    private final long firstReceived;
    private final long firstPartial;

    Shares(int blocks, int ranks, long count) {
      this.tree = new Node(0, blocks);
      this.ranks = ranks;
      this.count = count;
      this.chunks = new Chunks(count, ranks);
      this.blocks = new Chunks(blocks, ranks);
      this.roots =
          IntStream.range(0, ranks)
              .mapToObj(rank -> tree.within(this.blocks.start(rank), this.blocks.start(rank + 1)))
              .toList();
      this.firstReceived = ownRoots() * count;
      this.firstPartial = firstReceived + foreignRoots() * chunks.count(0);
    }

    /** Those of a rank that it has to compute; a single block stays where it is. */
    private int ownRoots() {
      return ranks == 1 ? 0 : most(Shares::computed);
    }

    private static int computed(List<Node> nodes) {
      return (int) nodes.stream().filter(node -> !node.isBlock()).count();
    }

    /** Those that a rank gets from the others. */
    private int foreignRoots() {
      int all = roots.stream().mapToInt(List::size).sum();
      return most(nodes -> all - nodes.size());
    }

    private int most(ToIntFunction<List<Node>> count) {
      return roots.stream().mapToInt(count).max().orElse(0);
    }

    Region own(int number) {
      return new Region(CollectiveAlgorithm.SCRATCH, number * count, count);
    }

    Region received(int number, long length) {
      long offset = firstReceived + number * chunks.count(0);
      return new Region(CollectiveAlgorithm.SCRATCH, offset, length);
    }

    Region partial(int number, long length) {
      long offset = firstPartial + number * Math.min(Schedules.PIECE_COUNT, count);
      return new Region(CollectiveAlgorithm.SCRATCH, offset, length);
    }

    /** A left operand takes one place below its result, a right one two. */
    long scratchCount() {
      return partial(2 * tree.height() + 2, 0).offset();
    }
  }

  /** What one rank does. */
  private static final class Rank {
    private final Shares shares;
    private final int rank;
    private final List<Step> steps = new ArrayList<>();

    /** Where a root lies: whole for own ones, this rank's chunk for the others. */
    private final Map<Node, Region> places = new HashMap<>();

    Rank(Shares shares, int rank) {
      this.shares = shares;
      this.rank = rank;
    }

    List<Step> steps() {
      Region output = new Region(CollectiveAlgorithm.OUTPUT, 0, shares.count);
      if (shares.ranks == 1) {
        combine(shares.tree, output);
        return steps;
      }
      List<Node> own = shares.roots.get(rank);
      int number = 0;
      for (Node root : own) {
        if (root.isBlock()) {
          places.put(root, block(root, output));
        } else {
          combine(root, shares.own(number++));
        }
      }
      exchange();
      finish(Region.of(CollectiveAlgorithm.OUTPUT, shares.chunks, rank));
      Schedules.addTogether(
          steps, TwoShot.allGather(rank, Region.of(CollectiveAlgorithm.OUTPUT, shares.chunks)));
      return steps;
    }

    /** A root of this rank. */
    private void combine(Node root, Region into) {
      places.put(root, into);
      for (Region piece : Schedules.pieces(into)) {
        Region place =
            new Region(CollectiveAlgorithm.OUTPUT, piece.offset() - into.offset(), piece.count());
        Region sum =
            sum(
                root,
                node -> node.isBlock() ? Optional.of(block(node, place)) : Optional.empty(),
                piece,
                0);
        if (!sum.equals(piece)) {
          steps.add(new Step.Copy(sum, piece));
        }
      }
    }

    private Region block(Node node, Region part) {
      int number = node.from() - (int) shares.blocks.start(rank);
      return Schedules.block(number, shares.count, part);
    }

    /** Every chunk of every root to the owner of the chunk. */
    private void exchange() {
      List<Step.Transfer> transfers = new ArrayList<>();
      int number = 0;
      for (int peer = 0; peer < shares.ranks; peer++) {
        for (Node root : shares.roots.get(peer)) {
          if (peer != rank) {
            Region place = shares.received(number, shares.chunks.count(rank));
            number++;
            places.put(root, place);
            transfers.add(new Step.Receive(peer, place));
          }
        }
        if (peer != rank) {
          for (Node root : shares.roots.get(rank)) {
            transfers.add(new Step.Send(peer, part(places.get(root), chunk(peer))));
          }
        }
      }
      Schedules.addTogether(steps, transfers);
    }

    private Region chunk(int owner) {
      return Region.of(CollectiveAlgorithm.OUTPUT, shares.chunks, owner);
    }

    private static Region part(Region whole, Region part) {
      return new Region(whole.buffer(), whole.offset() + part.offset(), part.count());
    }

    /** The rest of the tree, for the chunk that this rank owns. */
    private void finish(Region chunk) {
      for (Region piece : Schedules.pieces(chunk)) {
        sum(
            shares.tree,
            node -> Optional.ofNullable(places.get(node)).map(at -> at(at, node, chunk, piece)),
            piece,
            0);
      }
    }

    /** Own roots are there from the beginning of the vector on, others from that of the chunk. */
    private Region at(Region place, Node root, Region chunk, Region piece) {
      boolean own = shares.roots.get(rank).contains(root);
      long offset = own ? piece.offset() : piece.offset() - chunk.offset();
      return new Region(place.buffer(), place.offset() + offset, piece.count());
    }

    /**
     * Adds the steps that sum up a subtree.
     *
     * @param known where a node lies that is there already
     * @param into for the sum; an operand may lie there in the input
     * @param depth of partial results that are in use
     * @return where the sum is
     */
    private Region sum(Node node, Function<Node, Optional<Region>> known, Region into, int depth) {
      Optional<Region> there = known.apply(node);
      if (there.isPresent()) {
        return there.get();
      }
      Region left = sum(node.left(), known, shares.partial(depth, into.count()), depth + 1);
      Region right = sum(node.right(), known, shares.partial(depth + 1, into.count()), depth + 2);
      boolean rightIsInput = right.buffer() == CollectiveAlgorithm.INPUT;
      steps.add(
          rightIsInput ? new Step.Reduce(left, right, into) : new Step.Reduce(right, left, into));
      return into;
    }
  }
}
