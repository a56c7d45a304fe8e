package sc.fiji.duosegnet.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.ByteOrder;
import java.util.List;

/** Writes the metadata of arrays, as {@link MetadataReader} reads them. */
final class MetadataWriter {

  /** Beyond this, Deflate takes several times as long for a few percent. */
  static final int DEFLATE_LEVEL = 1;

  private MetadataWriter() {}

  /**
   * Returns the content of {@code .zarray} or {@code zarr.json}.
   *
   * @param metadata compressed with gzip, zlib (version 2 only) or not at all, without shards
   * @param axes names of the axes; version 3 alone stores them
   */
  static JsonObject json(ZarrMetadata metadata, List<String> axes) {
    final JsonObject json = new JsonObject();
    json.addProperty("zarr_format", metadata.format());
    final JsonArray shape = new JsonArray();
    final JsonArray chunks = new JsonArray();
    for (int axis = 0; axis < metadata.axes(); axis++) {
      shape.add(metadata.shape()[axis]);
      chunks.add(metadata.chunks()[axis]);
    }
    json.add("shape", shape);
    if (metadata.format() == 2) {
      addVersion2(json, metadata, chunks);
    } else {
      addVersion3(json, metadata, chunks, axes);
    }
    return json;
  }

  private static void addVersion2(JsonObject json, ZarrMetadata metadata, JsonArray chunks) {
    json.add("chunks", chunks);
    json.addProperty("dtype", metadata.type().version2(metadata.order()));
    json.addProperty("fill_value", fill(metadata));
    json.addProperty("order", "C");
    json.add("filters", JsonNull.INSTANCE);
    json.addProperty("dimension_separator", metadata.separator());
    if (metadata.compressions().isEmpty()) {
      json.add("compressor", JsonNull.INSTANCE);
    } else {
      final JsonObject compressor = new JsonObject();
      compressor.addProperty("id", metadata.compressions().get(0).id());
      compressor.addProperty("level", DEFLATE_LEVEL);
      json.add("compressor", compressor);
    }
  }

  private static void addVersion3(
      JsonObject json, ZarrMetadata metadata, JsonArray chunks, List<String> axes) {
    json.addProperty("node_type", "array");
    json.addProperty("data_type", metadata.type().version3());
    json.add("chunk_grid", part("regular", "chunk_shape", chunks));
    final JsonObject encoding = new JsonObject();
    encoding.addProperty("separator", metadata.separator());
    json.add("chunk_key_encoding", named(metadata.prefixed() ? "default" : "v2", encoding));
    json.addProperty("fill_value", fill(metadata));
    final JsonArray codecs = new JsonArray();
    final JsonObject bytes = new JsonObject();
    bytes.addProperty("endian", metadata.order() == ByteOrder.BIG_ENDIAN ? "big" : "little");
    codecs.add(named("bytes", bytes));
    if (!metadata.compressions().isEmpty()) {
      final JsonObject deflate = new JsonObject();
      deflate.addProperty("level", DEFLATE_LEVEL);
      codecs.add(named(metadata.compressions().get(0).id(), deflate));
    }
    json.add("codecs", codecs);
    final JsonArray names = new JsonArray();
    axes.forEach(names::add);
    json.add("dimension_names", names);
    json.add("attributes", new JsonObject());
  }

  /** Readers refuse a fraction, 0.0 even, where numbers are whole. */
  private static Number fill(ZarrMetadata metadata) {
    return switch (metadata.type()) {
      case FLOAT32, FLOAT64 -> metadata.fill();
      default -> (long) metadata.fill();
    };
  }

  private static JsonObject part(String name, String key, JsonArray value) {
    final JsonObject configuration = new JsonObject();
    configuration.add(key, value);
    return named(name, configuration);
  }

  private static JsonObject named(String name, JsonObject configuration) {
    final JsonObject part = new JsonObject();
    part.addProperty("name", name);
    part.add("configuration", configuration);
    return part;
  }
}
