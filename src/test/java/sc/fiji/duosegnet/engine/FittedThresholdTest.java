package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.ForegroundShare;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What follows from the labels is what is trained with, and what the model tells. */
class FittedThresholdTest {

  @TempDir Path folder;

  @Test
  void isTrainedWithAndTold() throws Exception {
    final Path model = folder.resolve("model.zip");
    final TrainingSettings wanted =
        Resumed.settings(Method.DUO_SEGNET_STRONG)
            .with("consistency.strong_views.prior_exponent", 0.3)
            .with("consistency.strong_views.common_share", 0.5);
    final ModelTraining.Request request = Resumed.request(wanted, model, Resumed.NONE);
    final ForegroundShare share =
        ForegroundShare.of(TrainingData.of(request.split(), request.samples()));
    assertTrue(share.share() > 0.01 && share.share() < 0.5, "it tells something: " + share);
    final TrainingSettings fitted = share.fit(wanted);
    assertNotEquals(wanted, fitted);
    final ScarceEngine engine = new ScarceEngine(settings -> true, 1, OutOfMemoryError::new);
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    ModelTraining.run(request, monitor, () -> engine);
    assertEquals(List.of(fitted), engine.opened);
    assertTrue(monitor.all().contains("of the labeled pixels are foreground"), monitor.all());
    try (ModelFile opened = ModelFile.open(model)) {
      assertEquals(fitted, opened.description().settings());
    }
  }
}
