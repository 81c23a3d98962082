package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

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
    ShapeClass shapes = ShapeClass.of(product);
    Optional<OpenClTile> searched =
        OpenClTunings.here()
            .of(device.identity(), product.dtype(), shapes)
            .map(OpenClTile::parse)
            .flatMap(tile -> tile.adapted(product, device.facts()));
    if (searched.isPresent()) {
      return new Tuned(searched.get(), "tuned here");
    }
    return bundled(device, product.dtype(), shapes)
        .flatMap(tile -> tile.adapted(product, device.facts()))
        .map(tile -> new Tuned(tile, "bundled"))
        .orElseGet(
            () -> new Tuned(OpenClTile.preferred(device.facts(), product.dtype()), "default"));
  }

  /** By driver, width of vectors, type and class. */
  private static Optional<OpenClTile> bundled(OpenClDevice device, DType dtype, ShapeClass shapes) {
    String key =
        "%s.%d.%s.%s"
            .formatted(
                device.platform().name().replace(' ', '-'),
                device.facts().nativeFloatLanes(),
                dtype,
                shapes);
    return Optional.ofNullable(BUNDLE.getProperty(key)).map(OpenClTile::parse);
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
