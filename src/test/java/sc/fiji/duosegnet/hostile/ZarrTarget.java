package sc.fiji.duosegnet.hostile;

import ij.ImagePlus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import sc.fiji.duosegnet.imagej.ZarrStack;
import sc.fiji.duosegnet.zarr.ZarrPlanes;
import sc.fiji.duosegnet.zarr.ZarrSamples;

/**
 * OME-Zarr images of all kinds. They are folders; here they come zipped, so that they are one file
 * as all others.
 */
final class ZarrTarget implements Target {

  /** Beyond this, corners are looked at only, as any other program would take its time too. */
  private static final long FEW = 1 << 20;

  private static final Pattern VALUE = Pattern.compile("\"[^\"]*\"|-?\\d+(\\.\\d+)?|null|true");

  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "-1",
          "0.5",
          "20000",
          "2147483647",
          "4294967296",
          "9223372036854775807",
          "999999999999999999999",
          "1e999",
          "NaN",
          "null",
          "true",
          "[]",
          "{}",
          "[[1]]",
          "\"\"",
          "\"/\"",
          "\"../..\"",
          "\"/etc/passwd\"",
          "\"a\\nb\\u0000\\u2028c\"",
          "\"gzip\"",
          "\"zlib\"",
          "\"blosc\"",
          "\"crc32c\"",
          "\"sharding_indexed\"",
          "\"<f8\"",
          "\"uint8\"",
          "\"x\"",
          "\"scale\"");

  private final List<byte[]> goods = new ArrayList<>();

  /**
   * @param folder takes the good images
   */
  ZarrTarget(Path folder) throws IOException {
    for (final ZarrSamples.Storage storage : ZarrSamples.Storage.values()) {
      final Path image = folder.resolve(storage + ".zarr");
      ZarrSamples.write(
          image, storage, "czyx", new int[] {2, 2, 20, 30}, new int[] {1, 1, 8, 16}, at -> at[3]);
      goods.add(Zips.zip(files(image), Deflater.BEST_SPEED));
    }
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    final Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (final Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Override
  public String fileName() {
    return "image.zarr.zip";
  }

  @Override
  public byte[] good(Random random) {
    return goods.get(random.nextInt(goods.size()));
  }

  /** Always a zip file, as that is none of the image's. */
  @Override
  public byte[] mutated(Random random) {
    return changed(good(random), random);
  }

  @Override
  public byte[] changed(byte[] good, Random random) {
    final Map<String, byte[]> files = Zips.entries(good);
    final List<String> names = new ArrayList<>(files.keySet());
    final List<String> metadata =
        names.stream().filter(name -> name.matches("(.*/)?(\\.z\\w+|zarr\\.json)")).toList();
    final boolean described = random.nextInt(3) > 0;
    final List<String> some = described ? metadata : names;
    final String one = some.get(random.nextInt(some.size()));
    switch (random.nextInt(10)) {
      case 0 -> files.remove(one);
      case 1 -> files.put(one, files.get(names.get(random.nextInt(names.size()))));
      case 2, 3 -> files.put(one, Blind.change(files.get(one), random));
      default -> {
        final byte[] bytes = files.get(one);
        if (described) {
          final String json = new String(bytes, StandardCharsets.UTF_8);
          files.put(one, json(json, random).getBytes(StandardCharsets.UTF_8));
        } else if (bytes.length > 24) {
          // Sizes stand at the start of Blosc's chunks, and at the end of shards.
          final byte[] other = bytes.clone();
          final int near = random.nextInt(20);
          Blind.extreme(other, random.nextBoolean() ? near : bytes.length - 4 - near, random);
          files.put(one, other);
        }
      }
    }
    return Zips.zip(files, Deflater.BEST_SPEED);
  }

  private static String json(String json, Random random) {
    if (random.nextInt(40) == 0) {
      final String deep = "[".repeat(100_000) + "]".repeat(100_000);
      return json.replaceFirst("\\{", "{\"more\":" + (random.nextBoolean() ? deep : "9e9e9,"));
    }
    final List<MatchResult> values = VALUE.matcher(json).results().toList();
    String changed = json;
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      final MatchResult value = values.get(random.nextInt(values.size()));
      final int end = Math.min(value.end(), changed.length());
      changed =
          changed.substring(0, Math.min(value.start(), end))
              + (random.nextInt(30) == 0
                  ? "9".repeat(200_000)
                  : VALUES.get(random.nextInt(VALUES.size())))
              + changed.substring(end);
    }
    return changed;
  }

  /** Opens the image as Segment Image does, and looks at pixels as trainings do. */
  @Override
  public void open(Path file) throws Exception {
    final Path folder = file.resolveSibling("image.zarr");
    try {
      for (final Map.Entry<String, byte[]> entry :
          Zips.entries(Files.readAllBytes(file)).entrySet()) {
        final Path part = folder.resolve(entry.getKey());
        Files.createDirectories(part.getParent());
        Files.write(part, entry.getValue());
      }
      final ImagePlus image = ZarrStack.open(folder);
      if ((long) image.getWidth() * image.getHeight() <= FEW) {
        image.getStack().getProcessor(1).getStats();
        image.getStack().getProcessor(image.getStackSize()).getStats();
      }
      final ZarrPlanes planes = ZarrPlanes.open(folder);
      planes.pixelSize();
      planes
          .plane(planes.planes() - 1)
          .getAt(planes.width() - 1, planes.height() - 1, planes.channels() - 1)
          .getRealDouble();
    } catch (IllegalArgumentException | IOException | UncheckedIOException e) {
      // The sentence names the folder.
      final Throwable told = e instanceof UncheckedIOException ? e.getCause() : e;
      throw new IOException(
          String.valueOf(told.getMessage()).replace(folder.toString(), file.toString()), told);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (final Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
