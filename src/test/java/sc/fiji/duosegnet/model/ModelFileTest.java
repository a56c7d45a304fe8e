package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.SmallDisk;

class ModelFileTest {

  @TempDir Path folder;
  private ModelContents contents;
  private Path models;

  @BeforeEach
  void makeContents() throws IOException {
    contents = ModelSample.contents(folder);
    models = Files.createDirectory(folder.resolve("models"));
  }

  @Test
  void everythingComesBack() throws IOException {
    final Path file = models.resolve("a.duosegnet.zip");
    ModelFile.write(file, contents);
    assertEquals(List.of("a.duosegnet.zip"), names(models));
    final Path unpacked;
    try (ModelFile model = ModelFile.open(file)) {
      unpacked = model.savedModelFolder();
      assertEquals(contents.description(), model.description());
      assertEquals(contents.testInput(), model.testInput());
      assertEquals(contents.testOutputs(), model.testOutputs());
      assertEquals(
          List.of("probability", "confidence", "view1", "view2", "critic"),
          List.copyOf(model.testOutputs().keySet()),
          "order of outputs");
      assertEquals(contents.historyCsv(), model.historyCsv());
      assertEquals(contents.splitCsv(), model.splitCsv());
      final Map<String, byte[]> wanted = tree(contents.savedModelFolder());
      final Map<String, byte[]> found = tree(unpacked);
      assertEquals(wanted.keySet(), found.keySet());
      wanted.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
    }
    assertFalse(Files.exists(unpacked), "the unpacked model is deleted on close");
  }

  @Test
  void withoutCriticThereIsNoOutputOfIt() throws IOException {
    final Path file = models.resolve("a.zip");
    final ModelContents supervised = ModelSample.contents(folder, Method.SUPERVISED);
    ModelFile.write(file, supervised);
    try (ModelFile model = ModelFile.open(file)) {
      assertEquals(
          List.of("probability", "confidence", "view1", "view2"),
          List.copyOf(model.testOutputs().keySet()));
      assertEquals(supervised.testOutputs(), model.testOutputs());
    }
    final Map<String, Tensor> outputs = new TreeMap<>(supervised.testOutputs());
    assertThrows(
        IllegalArgumentException.class, () -> with(contents, outputs), "one output is missing");
    outputs.put("critic", contents.testOutputs().get("critic"));
    with(contents, outputs);
    assertThrows(
        IllegalArgumentException.class, () -> with(supervised, outputs), "one is too many");
  }

  private static ModelContents with(
      final ModelContents contents, final Map<String, Tensor> outputs) {
    return new ModelContents(
        contents.description(),
        contents.savedModelFolder(),
        contents.testInput(),
        outputs,
        contents.coverPng(),
        "",
        "");
  }

  /** Format 1 had no output of the critic, whatever the method. */
  @Test
  void filesOfTheFirstFormatOpen() throws IOException {
    final Path file = models.resolve("a.zip");
    ModelFile.write(file, contents);
    final Path old =
        ModelSample.changed(
            file,
            models.resolve("old.zip"),
            (name, bytes) ->
                name.contains("critic")
                    ? null
                    : name.equals(ModelLayout.RDF)
                        ? new String(bytes, StandardCharsets.UTF_8)
                            .replace("format: 2\n", "format: 1\n")
                            .replace("id: critic\n", "id: none\n")
                            .getBytes(StandardCharsets.UTF_8)
                        : bytes);
    try (ModelFile model = ModelFile.open(old)) {
      assertEquals(contents.description(), model.description());
      assertEquals(
          List.of("probability", "confidence", "view1", "view2"),
          List.copyOf(model.testOutputs().keySet()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"two blanks/my model", "it's \"quoted\"/a'b", "Zellkörper/größte μ", "a,b;[c]"})
  void pathsMayHaveAnyCharacters(final String name) throws IOException {
    final Path file = models.resolve(name + ModelFile.EXTENSION);
    ModelFile.write(file, contents);
    try (ModelFile model = ModelFile.open(file)) {
      assertEquals(contents.description(), model.description());
    }
  }

  @Test
  void anExistingFileIsReplaced() throws IOException {
    final Path file = Files.writeString(models.resolve("a.zip"), "old");
    ModelFile.write(file, contents);
    ModelFile.open(file).close();
    assertEquals(List.of("a.zip"), names(models));
  }

  @Test
  void aPackageWithAllFilesInOneFolderOpensAsWell() throws IOException {
    final Path file = models.resolve("a.zip");
    ModelFile.write(file, contents);
    final Path flat =
        ModelSample.changed(
            file,
            models.resolve("flat.zip"),
            name -> name.substring(name.lastIndexOf('/') + 1),
            (name, bytes) ->
                name.equals(ModelLayout.RDF)
                    ? new String(bytes, StandardCharsets.UTF_8)
                        .replace("source: duo-segnet/", "source: ")
                        .getBytes(StandardCharsets.UTF_8)
                    : bytes);
    try (ModelFile model = ModelFile.open(flat)) {
      assertEquals(contents.historyCsv(), model.historyCsv());
      assertEquals(contents.splitCsv(), model.splitCsv());
    }
  }

  @Test
  void twoOpenFilesDoNotMeet() throws IOException {
    final Path file = models.resolve("a.zip");
    ModelFile.write(file, contents);
    try (ModelFile first = ModelFile.open(file)) {
      ModelFile.open(file).close();
      assertTrue(Files.exists(first.savedModelFolder().resolve("saved_model.pb")));
    }
  }

  @Test
  void anUnwritableFolderIsNamed() throws IOException {
    final Path blocked = Files.writeString(folder.resolve("file"), "not a folder");
    final Path file = blocked.resolve("a.zip");
    assertEquals(
        "Model file '"
            + file
            + "' can't be written ('"
            + blocked
            + "' is a file, not a folder); give a file in a folder that you may write to, on a disk"
            + " with space.",
        assertThrows(IOException.class, () -> ModelFile.write(file, contents)).getMessage());
    final Path deeper = blocked.resolve("b/a.zip");
    final String message =
        assertThrows(IOException.class, () -> ModelFile.write(deeper, contents)).getMessage();
    assertTrue(message.startsWith("Model file '" + deeper + "' can't be written ("), message);
    assertEquals("not a folder", Files.readString(blocked));
  }

  @Test
  void aFolderIsNotReplaced() throws IOException {
    final String message =
        assertThrows(IOException.class, () -> ModelFile.write(models, contents)).getMessage();
    assertTrue(message.contains("a folder has this name"), message);
    assertTrue(Files.isDirectory(models));
  }

  @Test
  void aFailureWhileWritingLeavesTheOldFile() throws IOException {
    final Path file = Files.writeString(models.resolve("a.zip"), "old");
    for (final String lost : List.of("variables", "assets", "saved_model.pb", "")) {
      deleteTree(contents.savedModelFolder().resolve(lost));
      if (lost.equals("saved_model.pb") || lost.isEmpty()) {
        assertThrows(IOException.class, () -> ModelFile.write(file, contents), "without " + lost);
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("a.zip"), names(models));
      }
    }
  }

  @Test
  void failedOpeningLeavesNothingUnpacked() throws IOException {
    final Path file = models.resolve("a.zip");
    ModelFile.write(file, contents);
    final Path bad =
        ModelSample.changed(
            file,
            models.resolve("b.zip"),
            (name, bytes) -> name.equals(ModelLayout.BUNDLE) ? new byte[] {1} : bytes);
    final Path temporary = Files.createDirectory(folder.resolve("temporary"));
    assertThrows(IOException.class, () -> ModelFile.open(bad, temporary));
    assertEquals(List.of(), names(temporary));
    ModelFile.open(file, temporary).close();
    assertEquals(List.of(), names(temporary));
    final Path missing = temporary.resolve("missing");
    final String message =
        assertThrows(IOException.class, () -> ModelFile.open(file, missing)).getMessage();
    assertTrue(message.startsWith("Model file '" + file + "' can't be unpacked into"), message);
  }

  @Test
  void aFullTemporaryFolderIsNoFaultOfTheModel() throws Exception {
    final Path file = models.resolve("a.zip");
    ModelFile.write(file, contents);
    final byte[] before = Files.readAllBytes(file);
    // Smaller than the networks.
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), "64k").forTemporaryFiles()) {
      final String place =
          "temporary folder '" + disk.folder() + "' (No space left on device); make space there.";
      assertEquals(
          "Model file '" + file + "' can't be unpacked into the " + place,
          assertThrows(IOException.class, () -> ModelFile.open(file)).getMessage());
      assertEquals(
          "Model file '"
              + file
              + "' can't be written, as it can't be checked: it can't be unpacked into the "
              + place,
          assertThrows(IOException.class, () -> ModelFile.write(file, contents)).getMessage());
      assertEquals(List.of(), names(disk.folder()));
    }
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(List.of("a.zip"), names(models));
  }

  @Test
  void wrongContentsAreRefusedBeforeAnythingIsWritten() {
    refused(new Tensor(new float[0], new int[] {0, 32, 32, 3}), contents.testOutputs());
    refused(new Tensor(new float[33 * 32 * 3], new int[] {1, 33, 32, 3}), contents.testOutputs());
    refused(new Tensor(new float[32 * 32], new int[] {1, 32, 32, 1}), contents.testOutputs());
    refused(contents.testInput(), Map.of("probability", contents.testInput()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ModelContents(
                contents.description(),
                models,
                contents.testInput(),
                contents.testOutputs(),
                contents.coverPng(),
                "",
                ""));
  }

  private void refused(final Tensor input, final Map<String, Tensor> outputs) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ModelContents(
                contents.description(),
                contents.savedModelFolder(),
                input,
                outputs,
                contents.coverPng(),
                "",
                ""));
  }

  private static List<String> names(final Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(path -> path.getFileName().toString()).sorted().collect(Collectors.toList());
    }
  }

  private static Map<String, byte[]> tree(final Path folder) throws IOException {
    final Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (final Path path : walk.filter(Files::isRegularFile).collect(Collectors.toList())) {
        files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private static void deleteTree(final Path root) throws IOException {
    final List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    }
    for (final Path path : paths) {
      Files.delete(path);
    }
  }
}
