package dev.muster.offload.collective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A binary tree over places 0 to n − 1, in order: what is left of a node lies on its left, what is
 * right on its right. Leaves are at even places, all others at odd ones.
 */
final class BinaryTree {
  private final int[] parents;
  private final int[] depths;

  private BinaryTree(int places) {
    this.parents = new int[places];
    this.depths = new int[places];
  }

  static BinaryTree of(int places) {
    BinaryTree tree = new BinaryTree(places);
    tree.grow(0, places, -1, 0);
    return tree;
  }

  /** The node above a place; −1 above the root. */
  int parent(int place) {
    return parents[place];
  }

  /** Edges between the root and a place. */
  int depth(int place) {
    return depths[place];
  }

  /** The left subtree is complete, so that the root of an even beginning is at an odd place. */
  private void grow(int begin, int end, int parent, int depth) {
    if (begin >= end) {
      return;
    }
    int root = begin + Integer.highestOneBit(end - begin) - 1;
    parents[root] = parent;
    depths[root] = depth;
    grow(begin, root, root, depth + 1);
    grow(root + 1, end, root, depth + 1);
  }

  /** The largest depth. */
  int height() {
    return Arrays.stream(depths).max().orElse(0);
  }

  List<Integer> children(int place) {
    List<Integer> children = new ArrayList<>();
    for (int other = 0; other < parents.length; other++) {
      if (parents[other] == place) {
        children.add(other);
      }
    }
    return children;
  }
}
