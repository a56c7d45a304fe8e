package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.hostile.Zips;

/** Each file that isn't a whole model is refused in one sentence that names it. */
class ModelFileBadInputTest {

  @TempDir static Path shared;
  private static Path good;

  @TempDir Path folder;

  @BeforeAll
  static void writeModel() throws IOException {
    good = shared.resolve("good.duosegnet.zip");
    ModelFile.write(good, ModelSample.contents(shared));
  }

  @Test
  void missingFileAndFolder() {
    refused(folder.resolve("none.zip"), "does not exist");
    refused(folder, "is a folder");
  }

  @Test
  void otherFiles() throws IOException {
    refused(Files.write(folder.resolve("empty.zip"), new byte[0]), "is not a zip file");
    refused(Files.writeString(folder.resolve("text.zip"), "some text"), "is not a zip file");
    refused(Files.writeString(folder.resolve("pk.zip"), "PK but not a zip"), "damaged");
    refused(Files.write(folder.resolve("other.zip"), ModelSample.zipOf("a", "b")), "rdf.yaml");
  }

  @Test
  void truncatedFiles() throws IOException {
    final byte[] bytes = Files.readAllBytes(good);
    for (final int length : new int[] {10, bytes.length / 2, bytes.length - 1}) {
      refused(
          Files.write(folder.resolve(length + ".zip"), Arrays.copyOf(bytes, length)),
          "is incomplete or damaged");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ModelLayout.BUNDLE,
        ModelLayout.TEST_INPUT,
        "test-output-confidence.npy",
        "test-output-critic.npy",
        ModelLayout.HISTORY,
        ModelLayout.SPLIT
      })
  void lostAndChangedEntries(final String entry) throws IOException {
    refused(
        ModelSample.changed(
            good, folder.resolve("lost.zip"), (name, b) -> name.equals(entry) ? null : b),
        "lacks its entry '" + entry + "'");
    refused(
        ModelSample.changed(
            good, folder.resolve("changed.zip"), (name, b) -> name.equals(entry) ? flip(b) : b),
        "entry '" + entry + "' has the SHA-256");
  }

  @Test
  void aDamagedByteOfTheStoredWeightsIsFound() throws IOException {
    final byte[] bytes = Files.readAllBytes(good);
    bytes[bytes.length / 2] ^= 1;
    refused(Files.write(folder.resolve("bit.zip"), bytes), "damaged");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: model|type: dataset|another program",
        "duo_segnet:|star_segnet:|another program",
        "format: 2|format: 3|newer version",
        "format: 2|format: one|lacks the field 'format'",
        "      width:|      breadth:|Setting 'network.width' is missing, without which a model can't",
        "depth: 5|depth: 50|Setting 'depth' is 50",
        "tensorflow_version:|version:|lacks the field 'tensorflow_version'",
        "id: view2|id: view3|lacks the field 'outputs.view2'",
        "id: critic|id: judge|lacks the field 'outputs.critic'",
        "format_version: 0.5.4|format_version: [|damaged in its entry 'rdf.yaml'",
        "format_version: 0.5.4|format_version: !!java.net.URL [a]|damaged in its entry 'rdf.yaml'",
      })
  void changedDescriptions(final String from, final String to, final String reason)
      throws IOException {
    refused(described(text -> text.replace(from, to)), reason);
  }

  @Test
  void descriptionsOfAnotherKind() throws IOException {
    refused(described(text -> "just text"), "its YAML has no fields");
    refused(described(text -> ""), "its YAML has no fields");
    refused(described(text -> "[".repeat(100) + "]".repeat(100)), "damaged");
    refused(described(text -> "a".repeat(ModelLayout.MAX_RDF_BYTES + 1)), "is too large");
  }

  @Test
  void tooManyEntries() throws IOException {
    final String[] names =
        IntStream.rangeClosed(0, ModelLayout.MAX_ENTRIES)
            .mapToObj(i -> "e" + i)
            .toArray(String[]::new);
    refused(Files.write(folder.resolve("many.zip"), ModelSample.zipOf(names)), "1001 entries");
    names[0] = "saved_model.pb";
    refused(withBundle(ModelSample.zipOf(names)), "too many files");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil.txt", "a/../../evil.txt", "/evil-of-duo-segnet.txt", "..\\evil.txt"})
  void entriesOutsideOfTheFolderAreNotWritten(final String name) throws IOException {
    final Path evil = withBundle(ModelSample.zipOf("saved_model.pb", name));
    refused(evil, "outside of its folder");
    final Path temporary = Files.createDirectories(folder.resolve("t/t"));
    assertThrows(IOException.class, () -> ModelFile.open(evil, temporary));
    assertFalse(Files.exists(temporary.resolve("evil.txt")));
    assertFalse(Files.exists(temporary.resolveSibling("evil.txt")));
    assertFalse(Files.exists(Path.of("/evil-of-duo-segnet.txt")));
  }

  /** A few kilobytes that would fill a disk, in one file, in one that is left away, or in many. */
  @Test
  void aBundleUnpacksToNoMoreThanNetworksDo() throws IOException {
    final byte[] large = new byte[60 << 20];
    final Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      many.put("variables/variables.v" + i, new byte[1 << 20]);
    }
    final Path temporary = Files.createDirectories(folder.resolve("temporary"));
    for (final Map<String, byte[]> bomb :
        List.of(Map.of("saved_model.pb", large), Map.of("assets/more", large), many)) {
      final byte[] bundle = Zips.zip(bomb, Deflater.BEST_COMPRESSION);
      assertTrue(bundle.length < 100_000, "" + bundle.length);
      final Path evil = withBundle(bundle);
      refused(evil, "is too large: its entry '" + ModelLayout.BUNDLE + "' has more than ");
      assertThrows(IOException.class, () -> ModelFile.open(evil, temporary));
      assertEquals(0, temporary.toFile().list().length);
    }
  }

  @Test
  void weightsWithoutModel() throws IOException {
    refused(withBundle(ModelSample.zipOf("weights.txt")), "has no saved_model.pb");
    refused(withBundle("no zip at all".getBytes(StandardCharsets.UTF_8)), "has no saved_model.pb");
    final byte[] bundle = ModelSample.zipOf("saved_model.pb", "variables/variables.v");
    refused(withBundle(Arrays.copyOf(bundle, 50)), "damaged in its entry");
  }

  @Test
  void aTensorOfAnotherKind() throws IOException {
    refused(
        replaced(ModelLayout.TEST_INPUT, "not npy".getBytes(StandardCharsets.UTF_8)),
        "damaged in its entry 'test-input.npy'");
  }

  private Path described(final UnaryOperator<String> change) throws IOException {
    return ModelSample.changed(
        good,
        folder.resolve("described.zip"),
        (name, bytes) -> {
          if (!name.equals(ModelLayout.RDF)) {
            return bytes;
          }
          final String before = new String(bytes, StandardCharsets.UTF_8);
          final String after = change.apply(before);
          assertFalse(after.equals(before), "the description has to change");
          return after.getBytes(StandardCharsets.UTF_8);
        });
  }

  private Path withBundle(final byte[] bundle) throws IOException {
    return replaced(ModelLayout.BUNDLE, bundle);
  }

  /** Makes a file with another entry, and a description with that entry's checksum. */
  private Path replaced(final String entry, final byte[] bytes) throws IOException {
    final MessageDigest digest = Sha256.digest();
    digest.update(bytes);
    final String sha256 = Sha256.hex(digest);
    final Path described =
        described(
            text ->
                text.replaceAll("(source: " + entry + "\\s+sha256: )\\S+", "$1'" + sha256 + "'"));
    return ModelSample.changed(
        described,
        folder.resolve("replaced.zip"),
        (name, before) -> name.equals(entry) ? bytes : before);
  }

  private static byte[] flip(final byte[] bytes) {
    final byte[] changed = bytes.clone();
    changed[changed.length - 1] ^= 1;
    return changed;
  }

  private static void refused(final Path file, final String reason) {
    final String message =
        assertThrows(IOException.class, () -> ModelFile.open(file).close()).getMessage();
    assertTrue(message.startsWith("Model file '" + file + "' "), message);
    assertTrue(message.contains(reason), message);
    assertTrue(message.endsWith("."), message);
    assertEquals(1, message.lines().count(), message);
  }
}
