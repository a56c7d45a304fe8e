package sc.fiji.duosegnet.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.duosegnet.model.OneLine;

/**
 * The metadata of an OME-Zarr image: versions 0.1 to 0.4 (Zarr version 2) and 0.5 (Zarr version 3).
 * A folder made by bioformats2raw counts as its first image.
 */
public final class OmeZarr {

  private static final String LAYOUT = "bioformats2raw.layout";

  private final Path folder;
  private final int format;
  private final List<Axis> axes;
  private final List<Level> levels;

  private OmeZarr(Path folder, int format, List<Axis> axes, List<Level> levels) {
    this.folder = folder;
    this.format = format;
    this.axes = List.copyOf(axes);
    this.levels = List.copyOf(levels);
  }

  /** Tells whether a folder looks like the group of an OME-Zarr image. */
  public static boolean isImage(Path folder) {
    return Files.isDirectory(folder)
        && (Files.isRegularFile(folder.resolve(".zattrs"))
            || Files.isRegularFile(folder.resolve("zarr.json")));
  }

  /**
   * Opens an image.
   *
   * @throws IOException in one sentence, if the folder holds none, or one that is not understood
   */
  public static OmeZarr open(Path folder) throws IOException {
    final int format = Files.isRegularFile(folder.resolve("zarr.json")) ? 3 : 2;
    final JsonObject attributes = attributes(folder);
    if (attributes == null) {
      throw new IOException(
          "'"
              + folder
              + "' is no OME-Zarr image: it has neither .zattrs nor zarr.json; give the folder that"
              + " holds one of them.");
    }
    try {
      final JsonElement multiscales = attributes.get("multiscales");
      if (multiscales == null && attributes.has(LAYOUT)) {
        return open(folder.resolve("0"));
      }
      if (multiscales == null
          || !multiscales.isJsonArray()
          || multiscales.getAsJsonArray().isEmpty()) {
        throw new IOException(
            "'"
                + folder
                + "' is Zarr, but no OME-Zarr image: its attributes have no 'multiscales'; give the"
                + " folder of one image.");
      }
      return read(folder, format, multiscales.getAsJsonArray().get(0).getAsJsonObject());
    } catch (final RuntimeException e) {
      throw notUnderstood(folder, e);
    }
  }

  private static IOException notUnderstood(Path folder, RuntimeException problem) {
    return new IOException(
        "The attributes of OME-Zarr image '"
            + folder
            + "' are not understood ("
            + OneLine.of(problem)
            + "); give one of version 0.1 to 0.5.",
        problem);
  }

  /**
   * Lists the images of a folder: itself, or those of one that bioformats2raw has made of a file
   * with several series, in their order.
   *
   * @throws IOException in one sentence, if there is none, or the metadata are no JSON
   */
  public static List<Path> series(Path folder) throws IOException {
    final JsonObject attributes = attributes(folder);
    if (attributes == null || attributes.has("multiscales") || !attributes.has(LAYOUT)) {
      return List.of(folder);
    }
    // Their names are numbers from 0 on.
    final List<Path> series = new ArrayList<>();
    while (isImage(folder.resolve(Integer.toString(series.size())))) {
      series.add(folder.resolve(Integer.toString(series.size())));
    }
    if (series.isEmpty()) {
      throw new IOException(
          "'" + folder + "' has series by its attributes, but no image '0'; restore its folders.");
    }
    return series;
  }

  /** Returns the attributes of a group of either version of Zarr, or null if there are none. */
  private static JsonObject attributes(Path folder) throws IOException {
    final JsonObject group = Json.read(folder.resolve("zarr.json"));
    if (group == null) {
      return Json.read(folder.resolve(".zattrs"));
    }
    try {
      final JsonObject attributes = object(group, "attributes");
      return attributes.has("ome") ? object(attributes, "ome") : attributes;
    } catch (final RuntimeException e) {
      throw notUnderstood(folder, e);
    }
  }

  private static JsonObject object(JsonObject json, String key) {
    return json.has(key) ? json.getAsJsonObject(key) : new JsonObject();
  }

  private static OmeZarr read(Path folder, int format, JsonObject image) throws IOException {
    final JsonArray datasets = image.getAsJsonArray("datasets");
    final String first = path(folder, datasets.get(0).getAsJsonObject());
    final int count = ZarrArray.open(folder.resolve(first)).metadata().axes();
    final List<Axis> axes = axes(image.get("axes"), count);
    final double[] common = transformation(image, "scale", count, 1);
    final List<Level> levels = new ArrayList<>();
    for (final JsonElement element : datasets) {
      final JsonObject dataset = element.getAsJsonObject();
      final double[] scale = transformation(dataset, "scale", count, 1);
      final double[] translation = transformation(dataset, "translation", count, 0);
      for (int axis = 0; axis < count; axis++) {
        scale[axis] *= common[axis];
        translation[axis] *= common[axis];
      }
      levels.add(new Level(path(folder, dataset), scale, translation));
    }
    return new OmeZarr(folder, format, axes, levels);
  }

  /** An image from elsewhere must not lead to other folders. */
  private static String path(Path folder, JsonObject dataset) {
    final String path = dataset.get("path").getAsString();
    if (!folder.resolve(path).normalize().startsWith(folder.normalize())) {
      throw new IllegalArgumentException("its array '" + path + "' lies outside of it");
    }
    return path;
  }

  private static List<Axis> axes(JsonElement json, int count) {
    final List<Axis> axes = new ArrayList<>();
    if (json == null) {
      // Before version 0.3 there were always these.
      for (final String name : List.of("t", "c", "z", "y", "x")) {
        axes.add(new Axis(name, null, null));
      }
    } else {
      for (final JsonElement element : json.getAsJsonArray()) {
        axes.add(element.isJsonPrimitive() ? named(element.getAsString()) : axis(element));
      }
    }
    final List<String> names = axes.stream().map(Axis::name).toList();
    if (axes.size() != count
        || !List.of("t", "c", "z", "y", "x").containsAll(names)
        || names.stream().distinct().count() != count
        || !names.containsAll(List.of("y", "x"))) {
      throw new IllegalArgumentException(
          "its axes are " + names + " for arrays of " + count + ", not some of t, c, z, y and x");
    }
    return axes;
  }

  private static Axis named(String name) {
    return new Axis(name, null, null);
  }

  private static Axis axis(JsonElement element) {
    final JsonObject json = element.getAsJsonObject();
    return new Axis(
        json.get("name").getAsString(),
        json.has("type") ? json.get("type").getAsString() : null,
        json.has("unit") ? OneLine.of(json.get("unit").getAsString()) : null);
  }

  private static double[] transformation(JsonObject json, String type, int count, double usual) {
    final double[] values = new double[count];
    Arrays.fill(values, usual);
    if (json.has("coordinateTransformations")) {
      for (final JsonElement element : json.getAsJsonArray("coordinateTransformations")) {
        final JsonObject part = element.getAsJsonObject();
        if (type.equals(part.get("type").getAsString()) && part.has(type)) {
          for (int axis = 0; axis < count; axis++) {
            values[axis] = part.getAsJsonArray(type).get(axis).getAsDouble();
            if (!Double.isFinite(values[axis])) {
              throw new IllegalArgumentException("its " + type + " is " + values[axis]);
            }
          }
        }
      }
    }
    return values;
  }

  /** Returns the image's folder. */
  public Path folder() {
    return folder;
  }

  /** Returns the version of Zarr, 2 or 3. */
  int format() {
    return format;
  }

  /** Returns the axes in the order of the file. */
  public List<Axis> axes() {
    return axes;
  }

  /** Returns the arrays of the pyramid, the full size first. */
  public List<Level> levels() {
    return levels;
  }

  /** Returns an axis' place in the order of the file, or -1 if there is none. */
  int axis(String name) {
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Returns one line that tells this image from others, and from one that is written anew in its
   * place: where it lies, and when the metadata of its full size were written.
   */
  String origin() throws IOException {
    final Path metadata = array(0).metadataFile();
    return "image " + folder.toRealPath() + " of " + Files.getLastModifiedTime(metadata);
  }

  /** Opens one of the arrays, 0 being the full size. */
  ZarrArray array(int level) throws IOException {
    return ZarrArray.open(folder.resolve(levels.get(level).path()));
  }
}
