package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import sc.fiji.duosegnet.TinyModel;
import sc.fiji.duosegnet.hostile.Zips;

/** Models that another program has packed anew, or unpacked, segment to the same pixels. */
class RepackedModelTest {

  @TempDir static Path shared;
  private static Map<String, byte[]> entries;
  private static SegmentedPlane wanted;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    final Path model = shared.resolve("model.zip");
    TinyModel.write(model);
    entries = Zips.entries(Files.readAllBytes(model));
    wanted = segment(model);
  }

  private static SegmentedPlane segment(Path model) throws IOException {
    try (Segmenter segmenter = Segmenter.open(model, 0, 1)) {
      return segmenter.segment(Trainings.plane(5, 70, 50), () -> false);
    }
  }

  private static void same(Path model) throws IOException {
    final SegmentedPlane found = segment(model);
    assertArrayEquals(wanted.view1(), found.view1());
    assertArrayEquals(wanted.view2(), found.view2());
    assertArrayEquals(wanted.confidence(), found.confidence());
    assertArrayEquals(wanted.critic(), found.critic());
  }

  private void same(Map<String, byte[]> packed, int level) throws IOException {
    same(Files.write(folder.resolve("packed.zip"), Zips.zip(packed, level)));
  }

  private static Map<String, byte[]> moved(String prefix) {
    final Map<String, byte[]> moved = new LinkedHashMap<>();
    entries.forEach((name, bytes) -> moved.put(prefix + name, bytes));
    return moved;
  }

  @Test
  void zippedWithOtherCompressionAndOrder() throws IOException {
    same(entries, Deflater.NO_COMPRESSION);
    same(entries, Deflater.BEST_COMPRESSION);
    final List<String> names = new ArrayList<>(entries.keySet());
    Collections.reverse(names);
    final Map<String, byte[]> reversed = new LinkedHashMap<>();
    names.forEach(name -> reversed.put(name, entries.get(name)));
    same(reversed, Deflater.BEST_SPEED);
  }

  @Test
  void zippedWithFolderAndFurtherFiles() throws IOException {
    same(moved("my model/"), Deflater.BEST_SPEED);
    same(moved("./"), Deflater.BEST_SPEED);
    same(moved("models\\mine\\"), Deflater.BEST_SPEED);
    final Map<String, byte[]> more = moved("model/");
    more.put("__MACOSX/rdf.yaml", new byte[9]);
    more.put("model/.DS_Store", new byte[9]);
    more.put("model/notes/rdf.yaml", new byte[9]);
    more.put("model/package.json", new byte[9]);
    same(more, Deflater.BEST_SPEED);
  }

  /** As bioimage.io's own program packs it: another name, another order, another style. */
  @Test
  void describedAnew() throws IOException {
    final Map<String, byte[]> described = new LinkedHashMap<>(entries);
    final Map<String, Object> rdf =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(new String(described.remove("rdf.yaml"), StandardCharsets.UTF_8));
    final Map<String, Object> sorted = new java.util.TreeMap<>(rdf);
    sorted.put("format_version", "0.5.9");
    sorted.put("id", "affable-shark");
    described.put("bioimageio.yaml", new Yaml().dump(sorted).getBytes(StandardCharsets.UTF_8));
    same(described, Deflater.BEST_SPEED);
  }

  @Test
  void unzipped() throws IOException {
    for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
      final Path file = folder.resolve("outer/inner").resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
    same(folder.resolve("outer/inner"));
    same(folder.resolve("outer"));
    same(folder.resolve("outer/inner/rdf.yaml"));
  }

  /** A folder's files may be links to any others. */
  @Test
  void unzippedFilesMustLieInTheFolder() throws IOException {
    for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
      final boolean outside = entry.getKey().equals("test-input.npy");
      final Path file = folder.resolve(outside ? "elsewhere" : "model").resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
    final Path link = folder.resolve("model/test-input.npy");
    Files.createSymbolicLink(link, folder.resolve("elsewhere/test-input.npy"));
    final String message =
        assertThrows(IOException.class, () -> segment(folder.resolve("model"))).getMessage();
    assertEquals(
        "Model file '"
            + folder.resolve("model")
            + "' lacks its entry 'test-input.npy'; copy or download it again.",
        message);
    assertTrue(Files.exists(link));
  }
}
