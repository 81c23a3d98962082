package dev.muster.offload.collective;

import dev.muster.kernels.problem.Chunks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/**
 * All-reduce over two binary trees, one for each half of the vector, pipelined in pieces: sums
 * climb to the root and answers come back down. A rank that is inside one tree is a leaf of the
 * other, so that both directions of each link are busy all the time.
 *
 * <p>Order of summation: along the tree, own first, then the left and the right child; all ranks
 * end with the root's sums.
 *
 * <p>Time for n bytes in k pieces each: about (2·log₂ p + k)·(α + n/(2k)·2β) + n·γ; with many
 * pieces about 2·n·β, as {@link Ring}, but rounds that grow with log₂ p only.
 *
 * <p>Source: P. Sanders, J. Speck, J. L. Träff, Two-tree algorithms for full bandwidth broadcast,
 * reduction and scan, Parallel Computing 35 (2009). Stateless and thread-safe.
 */
public final class DoubleBinaryTree implements AllReduceAlgorithm {
  private static final long PIECE_COUNT = 32 << 10;
  private static final int PIECES_MAX = 16;

  @Override
  public String name() {
    return "double-binary-tree";
  }

  @Override
  public Schedule allReduce(int ranks, long count) {
    if (ranks == 1) {
      return Schedules.alone(count);
    }
    BinaryTree tree = BinaryTree.of(ranks);
    return Schedules.perRank(ranks, rank -> steps(rank, ranks, tree, new Chunks(count, 2)));
  }

  /** Each half goes up and down p − 1 edges. */
  @Override
  public long elementsMoved(int ranks, long count) {
    return 2L * (ranks - 1) * count;
  }

  /** What a rank does in one tree. */
  private static final class Role {
    private final int height;
    private final int depth;
    private final OptionalInt parent;
    private final List<Integer> children;
    private final List<Region> pieces;

    /**
     * @param rank the rank at each place of the tree
     */
    Role(BinaryTree tree, int place, IntUnaryOperator rank, List<Region> pieces) {
      this.height = tree.height();
      this.depth = tree.depth(place);
      this.parent =
          depth == 0 ? OptionalInt.empty() : OptionalInt.of(rank.applyAsInt(tree.parent(place)));
      this.children = tree.children(place).stream().map(rank::applyAsInt).toList();
      this.pieces = pieces;
    }

    /**
     * Transfers of one round. A piece crosses the edge above a node of depth d on its way up in
     * round piece + height − d, and on its way down in round piece + height − 1 + d.
     */
    List<Step.Transfer> round(int round) {
      List<Step.Transfer> transfers = new ArrayList<>();
      parent.ifPresent(
          peer -> {
            piece(round - height + depth)
                .ifPresent(piece -> transfers.add(new Step.Send(peer, summed(piece))));
            piece(round - height + 1 - depth)
                .ifPresent(piece -> transfers.add(new Step.Receive(peer, output(piece))));
          });
      for (int peer : children) {
        boolean first = peer == children.getFirst();
        piece(round - height + depth + 1)
            .ifPresent(
                piece ->
                    transfers.add(
                        new Step.ReceiveReduce(
                            peer, first ? piece : output(piece), output(piece))));
        piece(round - height - depth)
            .ifPresent(piece -> transfers.add(new Step.Send(peer, output(piece))));
      }
      return transfers;
    }

    private Optional<Region> piece(int piece) {
      return piece >= 0 && piece < pieces.size()
          ? Optional.of(pieces.get(piece))
          : Optional.empty();
    }

    private Region summed(Region piece) {
      return children.isEmpty() ? piece : output(piece);
    }

    private static Region output(Region piece) {
      return new Region(OUTPUT, piece.offset(), piece.count());
    }
  }

  private static List<Step> steps(int rank, int ranks, BinaryTree tree, Chunks halves) {
    List<Role> roles =
        List.of(
            new Role(tree, rank, place -> place, pieces(halves, 0)),
            new Role(tree, mirror(rank, ranks), place -> rankAt(place, ranks), pieces(halves, 1)));
    int rounds = 2 * tree.height() + PIECES_MAX;
    List<Step> steps = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Step.Transfer> transfers = new ArrayList<>();
      for (Role role : roles) {
        transfers.addAll(role.round(round));
      }
      Schedules.addTogether(steps, transfers);
    }
    return steps;
  }

  /** The place of a rank in the second tree: odd where it is even in the first. */
  private static int mirror(int rank, int ranks) {
    return ranks % 2 == 0 ? ranks - 1 - rank : Math.floorMod(rank - 1, ranks);
  }

  /** The rank at a place of the second tree. */
  private static int rankAt(int place, int ranks) {
    return ranks % 2 == 0 ? ranks - 1 - place : (place + 1) % ranks;
  }

  private static List<Region> pieces(Chunks halves, int half) {
    long count = halves.count(half);
    int pieces = Math.clamp(count / PIECE_COUNT, 1, PIECES_MAX);
    return Region.of(INPUT, new Chunks(count, pieces)).stream()
        .map(piece -> new Region(INPUT, halves.start(half) + piece.offset(), piece.count()))
        .toList();
  }
}
