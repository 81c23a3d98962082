package dev.muster.offload.plan;

import java.util.List;

/**
 * What one rank does of a product.
 *
 * @param tiles in the order in which they are computed
 * @param outputs the parts of C that they go to
 */
public record RankShare(List<Tile> tiles, List<Output> outputs) {
  public RankShare {
    tiles = List.copyOf(tiles);
    outputs = List.copyOf(outputs);
  }
}
