package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A tile and why it was taken.
 *
 * @param tile for one product
 * @param origin for people: {@code forced}, {@code tuned here}, {@code bundled} or {@code default}
 */
record Tuned(OpenClTile tile, String origin) {
  private static final String BUNDLED = "tunings.properties";
  private static final Properties BUNDLE = bundle();

  /** For a product on a device: from a search here, else bundled, else by default. */
  static Tuned of(MatMul product, OpenClDevice device) {
    if (product.dtype().isHalf() && !device.hasEngine()) {
      return inSums(product, device);
    }
    ShapeClass shapes = ShapeClass.of(product);
    return switch (OpenClTunings.here().of(device.identity(), product.dtype(), shapes)) {
      case OpenClTunings.Searched(String setting) ->
          adapted(OpenClTile.parse(setting).of(product.dtype()), product, device, "tuned here")
              .orElseGet(() -> unsearched(product, device, shapes, ""));
      case OpenClTunings.Unsearched _ -> unsearched(product, device, shapes, "");
      case OpenClTunings.Distrusted(String reason) ->
          unsearched(product, device, shapes, "; " + reason);
    };
  }

  /** That of the same product in the type of its sums. */
  private static Tuned inSums(MatMul product, OpenClDevice device) {
    Tuned wide = of(product.withType(product.dtype().sums()), device);
    return new Tuned(wide.tile.of(product.dtype()), wide.origin);
  }

  /** What halves take from the type of their sums, where nobody has searched for theirs. */
  static Optional<OpenClTile> ofSums(OpenClDevice device, DType dtype, ShapeClass shapes) {
    if (!dtype.isHalf() || device.facts().hasEngine()) {
      return Optional.empty();
    }
    return Optional.of(inSums(shapes.example(device.facts(), dtype), device).tile);
  }

  private static Tuned unsearched(
      MatMul product, OpenClDevice device, ShapeClass shapes, String note) {
    if (product.dtype().isHalf() && !device.facts().hasEngine()) {
      Tuned wide = inSums(product, device);
      return new Tuned(wide.tile, wide.origin + note);
    }
    OpenClTile preferred = OpenClTile.preferred(device.facts(), product.dtype(), shapes);
    return bundled(device, product.dtype(), shapes)
        .flatMap(tile -> adapted(tile, product, device, "bundled" + note))
        .or(() -> adapted(preferred, product, device, "default" + note))
        .orElseGet(() -> new Tuned(preferred, "default" + note));
  }

  private static Optional<Tuned> adapted(
      OpenClTile tile, MatMul product, OpenClDevice device, String origin) {
    return tile.adapted(product, device.facts())
        .map(it -> new Tuned(it, it.equals(tile) ? origin : origin + ", cut for this product"));
  }

  /** By driver, maker of the device, width of vectors, type and class; else for any maker. */
  static Optional<OpenClTile> bundled(OpenClDevice device, DType dtype, ShapeClass shapes) {
    String driver = device.platform().name();
    String kind = "%d.%s.%s".formatted(device.facts().nativeFloatLanes(), dtype, shapes);
    return Stream.of(driver + "." + device.facts().vendor(), driver)
        .map(owner -> BUNDLE.getProperty(owner.replace(' ', '-') + "." + kind))
        .filter(Objects::nonNull)
        .findFirst()
        .map(OpenClTile::parse);
  }

  private static Properties bundle() {
    Properties properties = new Properties();
    try (InputStream in = Tuned.class.getResourceAsStream(BUNDLED)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
