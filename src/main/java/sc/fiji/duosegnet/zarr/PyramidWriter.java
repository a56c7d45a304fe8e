package sc.fiji.duosegnet.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the metadata of an OME-Zarr image: version 0.4 for Zarr 2, 0.5 for Zarr 3. */
final class PyramidWriter {

  /** A picture of this size fits on any screen. */
  private static final int SMALL = 256;

  private PyramidWriter() {}

  /**
   * Makes the groups and arrays of an image of one channel like another one, without chunks. Each
   * array has half the columns and rows of the one before, until the last one is small.
   *
   * @param folder its folder; what is there is overwritten
   * @param source the other image
   * @param type type of the pixels
   */
  static void write(Path folder, OmeZarr source, PixelType type) throws IOException {
    if (source.axis("y") != source.axes().size() - 2
        || source.axis("x") != source.axes().size() - 1) {
      throw new IOException(
          "The axes of OME-Zarr image '"
              + source.folder()
              + "' are "
              + source.axes().stream().map(Axis::name).toList()
              + "; give one whose last axes are y and x.");
    }
    final ZarrMetadata like = source.array(0).metadata();
    final long[] shape = like.shape().clone();
    final int[] chunks = like.chunks().clone();
    final int channel = source.axis("c");
    if (channel >= 0) {
      shape[channel] = 1;
      chunks[channel] = 1;
    }
    final int x = shape.length - 1;
    final int y = x - 1;
    final List<String> names = source.axes().stream().map(Axis::name).toList();
    final JsonArray datasets = new JsonArray();
    final Level full = source.levels().get(0);
    for (int level = 0; ; level++) {
      ZarrArray.create(
          folder.resolve(Integer.toString(level)),
          new ZarrMetadata(
              source.format(),
              shape.clone(),
              chunks,
              type,
              ByteOrder.LITTLE_ENDIAN,
              0,
              // What all readers of each version have: those of version 2 have not all gzip.
              List.of(source.format() == 3 ? Compression.GZIP : Compression.ZLIB),
              "/",
              source.format() == 3,
              null),
          names);
      datasets.add(dataset(level, full, y));
      if (Math.max(shape[x], shape[y]) <= SMALL) {
        break;
      }
      shape[x] = (shape[x] + 1) / 2;
      shape[y] = (shape[y] + 1) / 2;
    }
    writeGroup(folder, source, datasets);
  }

  private static JsonObject dataset(int level, Level full, int firstReduced) {
    final JsonArray scale = new JsonArray();
    final JsonArray translation = new JsonArray();
    final double factor = Math.pow(2, level);
    for (int axis = 0; axis < full.scale().length; axis++) {
      final boolean reduced = axis >= firstReduced;
      scale.add(full.scale()[axis] * (reduced ? factor : 1));
      // The center of the first pixel is between those of the pixels that it is the mean of.
      translation.add(
          full.translation()[axis] + (reduced ? (factor - 1) / 2 * full.scale()[axis] : 0));
    }
    final JsonArray transformations = new JsonArray();
    transformations.add(transformation("scale", scale));
    transformations.add(transformation("translation", translation));
    final JsonObject dataset = new JsonObject();
    dataset.addProperty("path", Integer.toString(level));
    dataset.add("coordinateTransformations", transformations);
    return dataset;
  }

  private static JsonObject transformation(String type, JsonArray values) {
    final JsonObject transformation = new JsonObject();
    transformation.addProperty("type", type);
    transformation.add(type, values);
    return transformation;
  }

  private static void writeGroup(Path folder, OmeZarr source, JsonArray datasets)
      throws IOException {
    final JsonObject image = new JsonObject();
    image.add("axes", axes(source.axes()));
    image.add("datasets", datasets);
    image.addProperty("type", "mean");
    final JsonArray multiscales = new JsonArray();
    multiscales.add(image);
    final JsonObject attributes = new JsonObject();
    Files.createDirectories(folder);
    if (source.format() == 2) {
      image.addProperty("version", "0.4");
      attributes.add("multiscales", multiscales);
      final JsonObject group = new JsonObject();
      group.addProperty("zarr_format", 2);
      Json.write(folder.resolve(".zgroup"), group);
      Json.write(folder.resolve(".zattrs"), attributes);
    } else {
      final JsonObject ome = new JsonObject();
      ome.addProperty("version", "0.5");
      ome.add("multiscales", multiscales);
      attributes.add("ome", ome);
      final JsonObject group = new JsonObject();
      group.addProperty("zarr_format", 3);
      group.addProperty("node_type", "group");
      group.add("attributes", attributes);
      Json.write(folder.resolve("zarr.json"), group);
    }
  }

  private static JsonArray axes(List<Axis> axes) {
    final JsonArray list = new JsonArray();
    for (final Axis axis : axes) {
      final JsonObject json = new JsonObject();
      json.addProperty("name", axis.name());
      json.addProperty("type", axis.type() == null ? usualType(axis.name()) : axis.type());
      if (axis.unit() != null) {
        json.addProperty("unit", axis.unit());
      }
      list.add(json);
    }
    return list;
  }

  private static String usualType(String axis) {
    return switch (axis) {
      case "t" -> "time";
      case "c" -> "channel";
      default -> "space";
    };
  }
}
