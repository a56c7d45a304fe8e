package sc.fiji.duosegnet.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.zip.Deflater;
import org.yaml.snakeyaml.Yaml;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SettingsInputs;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.engine.HostileCheckpoint;
import sc.fiji.duosegnet.imagej.ImageFiles;
import sc.fiji.duosegnet.imagej.ImageFolder;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.ModelSample;
import sc.fiji.duosegnet.model.OneLine;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.SafeYaml;
import sc.fiji.duosegnet.model.SettingsMap;

/** All kinds of files that the program opens without TensorFlow. */
public final class Targets {

  private static final int MOST_YAML = 1 << 20;
  private static final int CHECKPOINT_HEADER = 16;

  private Targets() {}

  /** Opens a file. */
  private interface Opening {
    void open(Path file) throws Exception;
  }

  private record Kind(
      String fileName,
      List<byte[]> goods,
      BiFunction<byte[], Random, byte[]> change,
      Opening opening)
      implements Target {

    @Override
    public byte[] good(Random random) {
      return goods.get(random.nextInt(goods.size()));
    }

    @Override
    public byte[] changed(byte[] good, Random random) {
      return change.apply(good, random);
    }

    @Override
    public void open(Path file) throws Exception {
      opening.open(file);
    }
  }

  /**
   * Returns all kinds by name.
   *
   * @param folder takes the good files
   */
  public static Map<String, Target> all(Path folder) throws IOException {
    final Map<String, Target> targets = new LinkedHashMap<>();
    final byte[] model = model(folder);
    targets.put("model", of("model.zip", List.of(model), Targets::packed, Targets::openModel));
    targets.put(
        "description", of("model.zip", List.of(model), Targets::describe, Targets::openModel));
    targets.put(
        "tiff", of("image.tif", Samples.tiffs(folder), Images::changeTiff, Targets::openImage));
    targets.put("png", of("image.png", Samples.pngs(), Images::changePng, Targets::openImage));
    targets.put("zarr", new ZarrTarget(folder));
    targets.put("split", of("split.csv", List.of(split()), Targets::rows, SplitFile::read));
    targets.put("rois", of("a.zip", List.of(Samples.rois()), Targets::outlines, Targets::openRois));
    targets.put(
        "checkpoint",
        of(
            "model.zip.checkpoint",
            List.of(checkpoint(folder)),
            Targets::resealed,
            file -> HostileCheckpoint.open(file.resolveSibling("model.zip"))));
    targets.put(
        "settings", of("settings.yaml", List.of(settings()), Targets::yaml, Targets::openSettings));
    targets.put("inputs", of("inputs.txt", List.of(inputs()), Targets::words, Targets::openInputs));
    return targets;
  }

  private static Target of(
      String name, List<byte[]> goods, BiFunction<byte[], Random, byte[]> change, Opening opening) {
    return new Kind(name, goods, change, opening);
  }

  private static byte[] model(Path folder) throws IOException {
    final Path file = folder.resolve("good.zip");
    ModelFile.write(file, ModelSample.contents(folder));
    return Files.readAllBytes(file);
  }

  private static void openModel(Path file) throws IOException {
    try (ModelFile model = ModelFile.open(file)) {
      model.description().text();
      model.testInput().toString();
    }
  }

  /** Changes a package, or the bundle of its networks, with checksums that are right. */
  private static byte[] packed(byte[] zip, Random random) {
    if (random.nextBoolean()) {
      return Zips.change(zip, random, Checksums::sealPackage);
    }
    final Map<String, byte[]> entries = Zips.entries(zip);
    entries.put(Networks.BUNDLE, Zips.change(entries.get(Networks.BUNDLE), random));
    Checksums.sealPackage(entries);
    return Zips.zip(entries, Deflater.NO_COMPRESSION);
  }

  /** Changes what a model says of itself; the rest is whole. */
  private static byte[] describe(byte[] zip, Random random) {
    final Map<String, byte[]> entries = Zips.entries(zip);
    entries.put("rdf.yaml", yaml(entries.get("rdf.yaml"), random));
    return Zips.zip(entries, Deflater.BEST_SPEED);
  }

  private static byte[] yaml(byte[] yaml, Random random) {
    return Yamls.change(new String(yaml, StandardCharsets.UTF_8), random)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void openImage(Path file) throws IOException {
    ImageFiles.open(file).getProcessor().getStats();
    ImageFiles.openLazily(file).getStack().getProcessor(1).getStats();
  }

  private static byte[] split() {
    final StringBuilder text = new StringBuilder("image,role\n");
    for (int i = 0; i < 20; i++) {
      text.append("\"cells, ").append(i).append("\",").append(i < 9 ? "labeled" : "unlabeled");
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] rows(byte[] csv, Random random) {
    final List<String> lines =
        new ArrayList<>(new String(csv, StandardCharsets.UTF_8).lines().toList());
    final List<String> others =
        List.of(
            "a,b,c", "\"a", ",labeled", "x,\"no\nrole\"", "\u0000,test", "\"a\"b,test", "image");
    lines.set(random.nextInt(lines.size()), others.get(random.nextInt(others.size())));
    lines.add(random.nextInt(lines.size()), lines.get(random.nextInt(lines.size())));
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] outlines(byte[] zip, Random random) {
    if (random.nextInt(4) == 0) {
      return Zips.change(zip, random);
    }
    final Map<String, byte[]> entries = Zips.entries(zip);
    entries.replaceAll((name, roi) -> random.nextInt(3) == 0 ? Images.changeRoi(roi, random) : roi);
    return Zips.zip(entries, Deflater.BEST_SPEED);
  }

  /** Opens outlines as masks of an image of their name. */
  private static void openRois(Path file) throws IOException {
    final Path images = Files.createDirectories(file.resolveSibling("images"));
    final Path masks = Files.createDirectories(file.resolveSibling("masks"));
    final Path mask = masks.resolve(file.getFileName());
    Files.write(images.resolve("a.png"), Samples.pngs().get(0));
    Files.copy(file, mask);
    try {
      for (final Sample sample : ImageFolder.labeled(images, masks)) {
        sample.mask();
      }
    } catch (IllegalArgumentException | IOException | UncheckedIOException e) {
      // The sentence names the copy.
      final Throwable told = e instanceof UncheckedIOException ? e.getCause() : e;
      throw new IOException(String.valueOf(told.getMessage()).replace("" + mask, "" + file), told);
    } finally {
      Files.delete(mask);
    }
  }

  private static byte[] checkpoint(Path folder) throws IOException {
    final Path model = folder.resolve("checked.zip");
    HostileCheckpoint.write(model);
    return Files.readAllBytes(HostileCheckpoint.of(model));
  }

  /** Changes a checkpoint and makes its checksum right again. */
  private static byte[] resealed(byte[] checkpoint, Random random) {
    final int length = ByteBuffer.wrap(checkpoint).getInt(CHECKPOINT_HEADER - 4);
    if (random.nextInt(3) > 0) {
      final byte[] header =
          yaml(
              Arrays.copyOfRange(checkpoint, CHECKPOINT_HEADER, CHECKPOINT_HEADER + length),
              random);
      final int rest = checkpoint.length - CHECKPOINT_HEADER - length;
      final ByteBuffer changed = ByteBuffer.allocate(CHECKPOINT_HEADER + header.length + rest);
      changed.put(checkpoint, 0, CHECKPOINT_HEADER - 4).putInt(header.length).put(header);
      changed.put(checkpoint, CHECKPOINT_HEADER + length, rest);
      return Checksums.sealCheckpoint(changed.array());
    }
    return Checksums.sealCheckpoint(Blind.change(checkpoint, random));
  }

  private static byte[] settings() {
    return new Yaml()
        .dump(Map.of("settings", SettingsMap.toMap(Preset.LAPTOP.settings(1))))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads settings as a description has them, which says nothing of a file. */
  private static void openSettings(Path file) throws IOException {
    try {
      final Map<?, ?> map = SafeYaml.map(Files.readAllBytes(file), MOST_YAML);
      if (!(map.get("settings") instanceof Map<?, ?> settings)) {
        throw new IOException("there are none");
      }
      SettingsMap.toMap(SettingsMap.fromMap(settings));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("File '" + file + "' has no settings (" + OneLine.of(e) + ").", e);
    }
  }

  /** Settings as they are given in macros. */
  private static byte[] inputs() {
    return ("losses.agreement=0.1 augmentation.scaling=1.25 optimizer.rule=MOMENTUM"
            + " network.reduction=2 losses.adversarial_unlabeled=false iterations=200")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] words(byte[] text, Random random) {
    final List<String> words =
        new ArrayList<>(List.of(new String(text, StandardCharsets.UTF_8).split(" ")));
    final List<String> others =
        List.of("=", "a", "=1", "losses=3", "losses.agreement", "x.y.z=1", "seed=1=2", "\u0000=\n");
    final List<String> values =
        List.of("", "-1", "NaN", "1e999", "99999999999999", "true", "DUO", "\u2028", "[1]", "null");
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      final int at = random.nextInt(words.size());
      switch (random.nextInt(3)) {
        case 0 -> words.set(at, others.get(random.nextInt(others.size())));
        case 1 -> words.add(at, words.get(random.nextInt(words.size())));
        default ->
            words.set(
                at,
                words.get(at).replaceFirst("=.*", "=") + values.get(random.nextInt(values.size())));
      }
    }
    return String.join(" ", words).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads settings as commands do, which know of no file. */
  private static void openInputs(Path file) throws IOException {
    final String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    try {
      new SettingsInputs(Preset.LAPTOP, 0, 0, 0, 0, text).of(Method.DUO_SEGNET, 1);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.valueOf(e.getMessage()).replaceFirst("\\.$", " ('" + file + "')."), e);
    }
  }
}
