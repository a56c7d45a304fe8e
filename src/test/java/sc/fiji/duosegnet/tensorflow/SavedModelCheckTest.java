package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.engine.EngineException;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TemporaryFolder;
import sc.fiji.duosegnet.model.TrainingSettings;

/** SavedModels that want more than to segment are refused before TensorFlow sees them. */
@ExtendWith(InEngine.class)
class SavedModelCheckTest {

  private static Path export(Path folder, TrainingSettings settings) {
    final Path saved = folder.resolve("saved");
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      graph.export(saved);
    }
    return saved;
  }

  private static Path exported;

  /** Copies a model that is made once. */
  private static synchronized Path export(Path folder) throws IOException {
    if (exported == null) {
      final TemporaryFolder shared = new TemporaryFolder();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
      exported = export(shared.path(), Batches.shallow(Method.DUO_SEGNET));
    }
    final Path copy = folder.resolve("saved");
    Files.createDirectories(copy.resolve("variables"));
    for (final String file :
        new String[] {
          "saved_model.pb", "variables/variables.index", "variables/variables.data-00000-of-00001"
        }) {
      Files.copy(exported.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private static void refused(Path saved, String reason) {
    final String message =
        assertThrows(EngineException.class, () -> SavedModelCheck.check(saved)).getMessage();
    assertTrue(message.contains(reason), message);
    assertEquals(1, message.lines().count(), message);
  }

  /** Changes a graph and opens it. */
  private static void refused(Path folder, Consumer<ChangedGraph> change, String reason)
      throws IOException {
    final Path saved = export(folder);
    final ChangedGraph graph = new ChangedGraph(saved);
    change.accept(graph);
    graph.write();
    refused(saved, reason);
    // Nor is it loaded.
    assertThrows(
        EngineException.class,
        () ->
            SavedModels.open(
                saved, Batches.shallow(Method.DUO_SEGNET).network(), SavedModels.PLAIN, 1, true));
  }

  @ParameterizedTest
  @CsvSource({
    "DUO_SEGNET,SPATIAL,2,1",
    "DUO_SEGNET,PIXEL,2,2",
    "SUPERVISED,SPATIAL,1,1",
    "UNIMATCH,SPATIAL,2,4"
  })
  void whatThisProgramWritesPasses(
      Method method, CriticKind critic, int views, int reduction, @TempDir Path folder) {
    final TrainingSettings settings =
        Batches.shallow(method)
            .with("sampling.patch_size", 128)
            .with("network.critic", critic)
            .with("network.views", views)
            .with("network.reduction", reduction);
    SavedModelCheck.check(export(folder, settings));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReadFile",
        "WriteFile",
        "MatchingFiles",
        "PyFunc",
        "EagerPyFunc",
        "PrintV2",
        "MergeV2Checkpoints",
        "ShardedFilename",
        "TFRecordReaderV2",
        "GeneratorDataset",
        "LoadDataset",
        "SaveV2x",
        "StatefulPartitionedCall",
        "While",
        "XlaLaunch",
        "TPUExecute",
        "HashTableV2",
        "MyCustomOp"
      })
  void operationsOfOtherKindsAreRefused(String op, @TempDir Path folder) throws IOException {
    refused(folder, graph -> graph.addOperation(op), "an operation '" + op + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WriteFile", "Relu"})
  void functionsAreRefused(String op, @TempDir Path folder) throws IOException {
    refused(
        folder,
        graph -> graph.addFunction(op),
        op.equals("Relu") ? "a function 'helper'" : "an operation 'WriteFile'");
  }

  @Test
  void nothingElseIsDoneBesides(@TempDir Path folder) throws IOException {
    refused(
        folder.resolve("1"),
        graph -> graph.outputAfter("SaveV2"),
        "its outputs depend on an operation 'SaveV2'");
    refused(
        folder.resolve("2"),
        graph -> graph.outputAfter("RestoreV2"),
        "its outputs depend on an operation 'RestoreV2'");
    refused(
        folder.resolve("3"),
        graph -> graph.restoreAfter("SaveV2"),
        "restoring it runs an operation 'SaveV2'");
    refused(folder.resolve("4"), graph -> graph.constantInto("RestoreV2", 0), "another file");
    refused(folder.resolve("5"), ChangedGraph::runAtLoading, "files or collections");
    refused(folder.resolve("6"), graph -> graph.addAsset("../../etc/passwd"), "files or coll");
    refused(
        folder.resolve("7"),
        graph -> graph.addSignature("__saved_model_init_op"),
        "other inputs or outputs");
  }

  @Test
  void numbersThatFillMemoryAreRefused(@TempDir Path folder) throws IOException {
    refused(folder.resolve("1"), graph -> graph.resizeConstant(1L << 40), "has other numbers");
    refused(folder.resolve("2"), graph -> graph.resizeVariable(1L << 40), "don't fit");
    refused(folder.resolve("3"), graph -> graph.setStrides(0), "has other numbers");
    refused(
        folder.resolve("4"), graph -> graph.constantInto("ResizeBilinear", 1), "has another input");
    refused(folder.resolve("5"), ChangedGraph::sliceOfNumbers, "has another input");
  }

  @Test
  void weightsBeyondTheirFileAreRefused(@TempDir Path folder) throws IOException {
    final Path saved = export(folder);
    final Path values = saved.resolve("variables/variables.data-00000-of-00001");
    Files.write(values, new byte[100]);
    refused(saved, "are damaged");
    final Path index = saved.resolve("variables/variables.index");
    final byte[] bytes = Files.readAllBytes(index);
    for (int length = 0; length < bytes.length; length += 37) {
      Files.write(index, Arrays.copyOf(bytes, length));
      assertThrows(EngineException.class, () -> SavedModelCheck.check(saved));
    }
    Files.delete(index);
    refused(saved, "missing");
  }

  @Test
  void brokenGraphsAreRefused(@TempDir Path folder) throws IOException {
    final Path saved = export(folder);
    final Path file = saved.resolve("saved_model.pb");
    Files.writeString(file, "no graph at all");
    refused(saved, "its graph is damaged");
    Files.delete(file);
    refused(saved, "its graph is missing");
  }
}
