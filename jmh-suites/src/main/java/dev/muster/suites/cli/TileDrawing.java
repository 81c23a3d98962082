package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.Range;
import dev.muster.offload.plan.Tile;
import dev.muster.offload.plan.Tiling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Who owns which tile, as SVG: C with its rows downward, once for each part of the sums. */
final class TileDrawing {
  private static final int TILES_MAX = 8192;
  private static final int SIDE = 360;
  private static final int MARGIN = 24;
  private static final int LINE_HEIGHT = 16;

  /** Neighbours in number are far apart in hue. */
  private static final double GOLDEN_ANGLE = 137.508;

  private static final double LABEL_SIDE_MIN = 14;

  private final MatMul product;
  private final Plan plan;
  private final Tiling tiling;
  private final List<Range> layers;
  private final double width;
  private final double height;

  TileDrawing(MatMul product, Plan plan, int ranks) {
    this.product = product;
    this.plan = plan;
    this.tiling = Tiling.of(product, plan, ranks);
    this.layers =
        tiling.shares().stream()
            .flatMap(share -> share.tiles().stream())
            .map(Tile::k)
            .distinct()
            .toList();
    double longest = Math.max(1, Math.max(product.m(), product.n()));
    this.width = SIDE * product.n() / longest;
    this.height = SIDE * product.m() / longest;
  }

  /**
   * Writes it.
   *
   * @throws BadInputException where there are too many tiles to see, or the file cannot be written
   */
  void write(Path file) {
    if (plan.tiles() > TILES_MAX) {
      throw new BadInputException(
          "plan '%s' makes %d tiles; legal for --svg: up to %d"
              .formatted(plan, plan.tiles(), TILES_MAX));
    }
    try {
      Files.writeString(file, text());
    } catch (IOException e) {
      throw new BadInputException(
          "cannot write --svg %s (%s); legal: a file in a folder that is there"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  private String text() {
    StringBuilder svg = new StringBuilder();
    double allWidth = MARGIN + layers.size() * (width + MARGIN);
    double allHeight = 2 * MARGIN + LINE_HEIGHT + height + MARGIN;
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\""
                + " font-family=\"sans-serif\" font-size=\"11\">%n",
            Math.max(allWidth, SIDE), allHeight));
    svg.append(
        format(
            "<text x=\"%d\" y=\"%d\">%s by %s: C, rows downward</text>%n",
            MARGIN, LINE_HEIGHT, product.text(), plan));
    for (int layer = 0; layer < layers.size(); layer++) {
      Range k = layers.get(layer);
      double x = MARGIN + layer * (width + MARGIN);
      svg.append(
          format(
              "<text x=\"%.1f\" y=\"%d\">k %d to %d</text>%n",
              x, MARGIN + LINE_HEIGHT, k.start(), k.end() - 1));
      append(svg, k, x, MARGIN + LINE_HEIGHT + MARGIN / 2.0);
    }
    return svg.append("</svg>\n").toString();
  }

  private void append(StringBuilder svg, Range k, double left, double top) {
    for (int rank = 0; rank < tiling.ranks(); rank++) {
      for (Tile tile : tiling.share(rank).tiles()) {
        if (tile.k().equals(k)) {
          append(svg, rank, tile, left, top);
        }
      }
    }
  }

  private void append(StringBuilder svg, int rank, Tile tile, double left, double top) {
    double x = left + width * tile.n().start() / Math.max(1, product.n());
    double y = top + height * tile.m().start() / Math.max(1, product.m());
    double w = width * tile.n().count() / Math.max(1, product.n());
    double h = height * tile.m().count() / Math.max(1, product.m());
    svg.append(
        format(
            "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"hsl(%.0f,60%%,75%%)\""
                + " stroke=\"black\" stroke-width=\"0.5\"><title>rank %d: %dx%dx%d</title></rect>%n",
            x,
            y,
            w,
            h,
            rank * GOLDEN_ANGLE % 360,
            rank,
            tile.m().count(),
            tile.n().count(),
            tile.k().count()));
    if (Math.min(w, h) >= LABEL_SIDE_MIN) {
      svg.append(
          format(
              "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"middle\">%d</text>%n",
              x + w / 2, y + h / 2 + 4, rank));
    }
  }

  private static String format(String text, Object... arguments) {
    return String.format(Locale.ROOT, text.replace("%n", "\n"), arguments);
  }
}
