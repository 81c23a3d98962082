package dev.muster.results;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * A result as one line of JSON, and back. The order of the fields is that of {@link Result}; text
 * that was read and written again is the same text. Thread-safe.
 */
public final class ResultJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, new ShortDouble())
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new IsoInstant()))
          .build();

  private ResultJson() {}

  /** One line, without its end. */
  public static String write(Result result) {
    try {
      return MAPPER.writeValueAsString(result);
    } catch (JacksonException e) {
      throw new UncheckedIOException("cannot write " + result.line(), e);
    }
  }

  /**
   * The result on this line.
   *
   * @throws StoreException saying on one line what is wrong with it
   */
  public static Result read(String line) {
    try {
      JsonNode tree = MAPPER.readTree(line);
      requireKnownSchema(tree);
      return MAPPER.treeToValue(tree, Result.class);
    } catch (JacksonException e) {
      throw new StoreException(
          "not a result: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
  }

  private static void requireKnownSchema(JsonNode tree) {
    JsonNode version = tree.path("schemaVersion");
    if (!version.isInt()) {
      throw new StoreException("not a result: it has no schemaVersion");
    }
    if (version.intValue() != Result.SCHEMA_VERSION) {
      throw new StoreException(
          "schema version %d is unknown here; legal: %d"
              .formatted(version.intValue(), Result.SCHEMA_VERSION));
    }
  }

  /** Writes a whole number as one, so that bytes and FLOPs can be read by people. */
  private static final class ShortDouble extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    /** 2⁵³: below it every whole double is exact as a long. */
    private static final double WHOLE_MAX = 0x1p53;

    ShortDouble() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (value == Math.rint(value) && Math.abs(value) < WHOLE_MAX) {
        json.writeNumber(value.longValue());
      } else {
        json.writeNumber(value.doubleValue());
      }
    }
  }

  /** Reads a time as ISO 8601 writes it. */
  private static final class IsoInstant extends FromStringDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    IsoInstant() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) {
      return Instant.parse(text);
    }
  }
}
