package sc.fiji.duosegnet.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.duosegnet.model.OneLine;

/**
 * Reads the metadata of arrays. What is not understood is refused in half a sentence, which goes on
 * from the array's name.
 */
final class MetadataReader {

  private MetadataReader() {}

  /**
   * Reads {@code .zarray}.
   *
   * @throws RuntimeException if it is not understood
   */
  static ZarrMetadata version2(JsonObject json) {
    if (json.has("order") && !json.get("order").getAsString().equals("C")) {
      throw new IllegalArgumentException("its chunks are in Fortran's order; give one in C order.");
    }
    final JsonElement filters = json.get("filters");
    if (filters != null && filters.isJsonArray() && !filters.getAsJsonArray().isEmpty()) {
      throw new IllegalArgumentException("it has filters; give one without.");
    }
    final List<Compression> compressions = new ArrayList<>();
    final JsonElement compressor = json.get("compressor");
    if (compressor != null && !compressor.isJsonNull()) {
      compressions.add(Compression.of(compressor.getAsJsonObject().get("id").getAsString()));
    }
    final String type = json.get("dtype").getAsString();
    return new ZarrMetadata(
        2,
        longs(json.getAsJsonArray("shape")),
        ints(json.getAsJsonArray("chunks")),
        PixelType.of(type.replaceFirst("^[<>|=]", "")),
        type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        fill(json.get("fill_value")),
        compressions,
        json.has("dimension_separator") ? json.get("dimension_separator").getAsString() : ".",
        false,
        null);
  }

  /**
   * Reads {@code zarr.json} of an array.
   *
   * @throws RuntimeException if it is not understood
   */
  static ZarrMetadata version3(JsonObject json) {
    final JsonObject grid = json.getAsJsonObject("chunk_grid");
    if (!grid.get("name").getAsString().equals("regular")) {
      throw new IllegalArgumentException("its chunks are not of one size; give a regular grid.");
    }
    final int[] files = ints(configuration(grid).getAsJsonArray("chunk_shape"));
    final JsonObject encoding = json.getAsJsonObject("chunk_key_encoding");
    final boolean prefixed = encoding.get("name").getAsString().equals("default");
    final JsonObject names = configuration(encoding);
    JsonArray codecs = json.getAsJsonArray("codecs");
    int[] chunks = files;
    Shards shards = null;
    if (codecs.size() == 1 && name(codecs.get(0)).equals("sharding_indexed")) {
      final JsonObject sharding = configuration(codecs.get(0).getAsJsonObject());
      chunks = ints(sharding.getAsJsonArray("chunk_shape"));
      codecs = sharding.getAsJsonArray("codecs");
      shards = shards(files, chunks, sharding);
    }
    return new ZarrMetadata(
        3,
        longs(json.getAsJsonArray("shape")),
        chunks,
        PixelType.of(json.get("data_type").getAsString()),
        order(codecs),
        fill(json.get("fill_value")),
        compressions(codecs),
        names.has("separator") ? names.get("separator").getAsString() : prefixed ? "/" : ".",
        prefixed,
        shards);
  }

  private static Shards shards(int[] files, int[] chunks, JsonObject sharding) {
    final int[] counts = new int[files.length];
    for (int axis = 0; axis < files.length; axis++) {
      if (chunks[axis] < 1 || files[axis] % chunks[axis] != 0) {
        throw new IllegalArgumentException(
            "its shards of "
                + files[axis]
                + " are not made of whole chunks of "
                + chunks[axis]
                + " along axis "
                + axis
                + ".");
      }
      counts[axis] = files[axis] / chunks[axis];
    }
    final JsonArray index = sharding.getAsJsonArray("index_codecs");
    final List<Compression> compressions = compressions(index);
    if (order(index) != ByteOrder.LITTLE_ENDIAN
        || compressions.stream().anyMatch(codec -> codec != Compression.CRC32C)) {
      throw new IllegalArgumentException("the index of its shards is compressed; give plain ones.");
    }
    final JsonElement location = sharding.get("index_location");
    return new Shards(
        counts, compressions, location != null && location.getAsString().equals("start"));
  }

  private static ByteOrder order(JsonArray codecs) {
    final JsonObject first = codecs.get(0).getAsJsonObject();
    if (!name(first).equals("bytes")) {
      throw new IllegalArgumentException(
          "its chunks are stored with '"
              + OneLine.of(name(first))
              + "'; give them in the order of their axes.");
    }
    final JsonElement endian = configuration(first).get("endian");
    return endian != null && endian.getAsString().equals("big")
        ? ByteOrder.BIG_ENDIAN
        : ByteOrder.LITTLE_ENDIAN;
  }

  private static List<Compression> compressions(JsonArray codecs) {
    final List<Compression> compressions = new ArrayList<>();
    for (int i = 1; i < codecs.size(); i++) {
      compressions.add(Compression.of(name(codecs.get(i))));
    }
    return compressions;
  }

  private static String name(JsonElement codec) {
    return codec.isJsonPrimitive()
        ? codec.getAsString()
        : codec.getAsJsonObject().get("name").getAsString();
  }

  private static JsonObject configuration(JsonObject part) {
    final JsonElement configuration = part.get("configuration");
    return configuration == null ? new JsonObject() : configuration.getAsJsonObject();
  }

  private static double fill(JsonElement value) {
    if (value == null || value.isJsonNull()) {
      return 0;
    }
    final String text = value.getAsString();
    // As both versions write what JSON has no numbers for.
    try {
      return text.equals("false") ? 0 : Double.parseDouble(text);
    } catch (final NumberFormatException e) {
      throw new IllegalArgumentException(
          "what it is filled with is '" + OneLine.of(text) + "'; give a number.", e);
    }
  }

  /** Numbers of a million digits would take Java hours in other ways. */
  private static long whole(String text) {
    try {
      return Long.parseLong(text);
    } catch (final NumberFormatException e) {
      throw new IllegalArgumentException(
          "a length in it is '" + OneLine.of(text) + "'; give a whole number.", e);
    }
  }

  private static long[] longs(JsonArray array) {
    final long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole(array.get(i).getAsString());
    }
    return values;
  }

  private static int[] ints(JsonArray array) {
    final int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      final long value = whole(array.get(i).getAsString());
      if (value < 1 || value > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "its chunks have "
                + value
                + " numbers along axis "
                + i
                + "; give from 1 to "
                + Integer.MAX_VALUE
                + ".");
      }
      values[i] = (int) value;
    }
    return values;
  }
}
