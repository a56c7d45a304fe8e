package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Precision;

/** A saved model whose variables have become constants. */
@ExtendWith(InEngine.class)
class FreezingTest {

  private static FrozenModel frozen(Path folder, String output) {
    final Path saved = folder.resolve(output);
    try (TrainingGraph graph = new TrainingGraph(Batches.shallow(Method.DUO_SEGNET))) {
      graph.iterate(() -> Batches.batch(1), 0.5);
      graph.export(saved);
    }
    return FrozenModel.of(saved, Batches.batch(2).labeled1(), output, Precision.FLOAT32);
  }

  @Test
  void computesTheSame(@TempDir Path folder) {
    final FrozenModel model = frozen(folder, SavedModels.CRITIC);
    assertArrayEquals(model.asItIs(), model.frozen(), 1e-5f);
    assertTrue(model.asItIs().length > 1000);
  }

  @Test
  void hasNoVariables(@TempDir Path folder) {
    final Set<String> operations = frozen(folder, SavedModels.CRITIC).operations();
    for (final String variable : Set.of("VariableV2", "Assign", "RestoreV2", "SaveV2")) {
      assertFalse(operations.contains(variable), operations.toString());
    }
    assertTrue(operations.containsAll(Set.of("Const", "Conv2D", "Placeholder")));
  }

  /** One view needs neither the other's weights nor the critic's. */
  @Test
  void hasOnlyWhatItsOutputsNeed(@TempDir Path folder) {
    final int one = frozen(folder, SavedModels.VIEW1).nodes();
    final int both = frozen(folder, SavedModels.PROBABILITY).nodes();
    assertEquals(2.0, (double) both / one, 0.1);
  }
}
