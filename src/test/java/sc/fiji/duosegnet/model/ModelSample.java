package sc.fiji.duosegnet.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A small model with made-up weights, for tests. */
public final class ModelSample {

  static final int SIZE = 96;

  private ModelSample() {}

  static ModelDescription description() {
    return description(Method.DUO_SEGNET);
  }

  static ModelDescription description(final Method method) {
    final Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("validation Dice, mean of views", 0.875);
    scores.put("validation Dice, view 1", Double.NaN);
    return new ModelDescription(
        "Nuclei: \"Zellkerne\" größer/kleiner",
        Preset.LAPTOP.settings(3).with("method", method),
        "24 of 478 images, labeled: 'by hand' # not a comment\nsecond line\t\u0007 \u03b1\ud83d\udd2c",
        scores,
        "2.18.0",
        "0.1.0-SNAPSHOT",
        new PixelSize(0.25, 0.125, "\u00b5m"),
        16);
  }

  /** Makes contents with a SavedModel in a new folder {@code saved} of the given one. */
  public static ModelContents contents(final Path folder) throws IOException {
    return contents(folder, Method.DUO_SEGNET);
  }

  static ModelContents contents(final Path folder, final Method method) throws IOException {
    final ModelDescription description = description(method);
    final Path saved = folder.resolve("saved");
    Files.createDirectories(saved.resolve("variables"));
    Files.createDirectories(saved.resolve("assets"));
    Files.write(saved.resolve("saved_model.pb"), bytes(5000, 1));
    Files.write(saved.resolve("variables/variables.index"), bytes(300, 2));
    Files.write(saved.resolve("variables/variables.data-00000-of-00001"), bytes(100_000, 3));
    final Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (final String id : ModelLayout.outputIds(description.settings())) {
      outputs.put(id, tensor(1, id.hashCode()));
    }
    return new ModelContents(
        description,
        saved,
        tensor(3, 4),
        outputs,
        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 1, 2, 3},
        new History().toCsv(),
        "image,role\nä \"1\".tif,train\n");
  }

  /** Copies a zip file, with each entry's bytes replaced; null leaves the entry away. */
  static Path changed(
      final Path zip, final Path copy, final BiFunction<String, byte[], byte[]> change)
      throws IOException {
    return changed(zip, copy, UnaryOperator.identity(), change);
  }

  /** The same, with other names; the change is asked by the old ones. */
  static Path changed(
      final Path zip,
      final Path copy,
      final UnaryOperator<String> names,
      final BiFunction<String, byte[], byte[]> change)
      throws IOException {
    try (ZipFile in = new ZipFile(zip.toFile());
        OutputStream file = Files.newOutputStream(copy);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (final ZipEntry entry : Collections.list(in.entries())) {
        final byte[] bytes = change.apply(entry.getName(), in.getInputStream(entry).readAllBytes());
        if (bytes != null) {
          out.putNextEntry(new ZipEntry(names.apply(entry.getName())));
          out.write(bytes);
          out.closeEntry();
        }
      }
    }
    return copy;
  }

  /** Returns a zip file's bytes with the given entries, each of which holds its own name. */
  static byte[] zipOf(final String... names) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (final String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(name.getBytes());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Tensor tensor(final int channels, final int seed) {
    final float[] values = new float[SIZE * SIZE * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((i * 31 + seed) & 255) / 255f;
    }
    return new Tensor(values, new int[] {1, SIZE, SIZE, channels});
  }

  private static byte[] bytes(final int length, final int seed) {
    final byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
