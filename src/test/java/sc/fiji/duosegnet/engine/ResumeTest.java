package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.model.UpdateRule;

/** Trainings that are interrupted and gone on with. */
class ResumeTest {

  @TempDir Path folder;

  private Path model() {
    return folder.resolve("model.zip");
  }

  private Path checkpoint() {
    return folder.resolve("model.zip.checkpoint");
  }

  @ParameterizedTest
  @EnumSource
  void everyBitIsThatOfAnUndisturbedTraining(Method method) throws IOException {
    final TrainingSettings settings = Resumed.settings(method);
    final Path whole = folder.resolve("whole.zip");
    ModelTraining.run(Resumed.request(settings, whole, Resumed.NONE), new Resumed.Interrupting(0));
    final ModelTraining.Request request = Resumed.request(settings, model(), Resumed.EVERY_SECOND);
    // Interrupted an iteration after a checkpoint, and again after the next.
    Resumed.interrupt(request, 3);
    assertEquals(List.of(3, 4, 5), Resumed.interrupt(request, 5).iterations);
    final Resumed.Interrupting last = new Resumed.Interrupting(0);
    final ModelTraining.Result result = ModelTraining.run(request, last);
    assertEquals(List.of(5, 6), last.iterations);
    assertTrue(last.all().contains("Going on after iteration 4, from checkpoint"), last.all());
    assertArrayEquals(Resumed.weights(whole), Resumed.weights(model()));
    assertEquals(Resumed.course(whole), Resumed.course(model()));
    assertEquals(Resumed.ITERATIONS, result.history().rows().size());
    assertEquals(List.of("model.zip", "whole.zip"), Resumed.files(folder));
  }

  @Test
  void aTrainingThatOnlyLacksItsModelWritesIt() throws IOException {
    final TrainingSettings settings = Resumed.settings(Method.SUPERVISED);
    final ModelTraining.Request request = Resumed.request(settings, model(), Resumed.EVERY_SECOND);
    Files.createDirectories(folder.resolve("model.zip.tmp/inside"));
    final String sentence =
        assertThrows(
                IOException.class, () -> ModelTraining.run(request, new Resumed.Interrupting(0)))
            .getMessage();
    assertTrue(
        sentence.startsWith("Model file '" + model() + "' can't be written (")
            && sentence.endsWith(
                "; the training is kept in the checkpoint '"
                    + checkpoint()
                    + "', from which the same inputs write the model."),
        sentence);
    Files.delete(folder.resolve("model.zip.tmp/inside"));
    Files.delete(folder.resolve("model.zip.tmp"));
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    ModelTraining.run(request, monitor);
    assertEquals(List.of(), monitor.iterations);
    final Path whole = folder.resolve("whole.zip");
    ModelTraining.run(Resumed.request(settings, whole, Resumed.NONE), new Resumed.Interrupting(0));
    assertArrayEquals(Resumed.weights(whole), Resumed.weights(model()));
    assertEquals(List.of("model.zip", "whole.zip"), Resumed.files(folder));
  }

  @Test
  void whatDiffersIsNamed() throws IOException {
    final TrainingSettings settings = Resumed.settings(Method.SUPERVISED);
    final ModelTraining.Request request = Resumed.request(settings, model(), Resumed.EVERY_SECOND);
    Resumed.interrupt(request, 3);
    final byte[] before = Files.readAllBytes(checkpoint());
    refused(
        Resumed.request(
            settings.with("optimizer.learning_rate", 0.02), model(), Resumed.EVERY_SECOND),
        "is of a training in which 'settings.optimizer.learning_rate' is 0.001, not 0.02; give");
    refused(
        Resumed.request(settings.with("seed", 6), model(), Resumed.EVERY_SECOND),
        "is of a training in which 'settings.seed' is 5, not 6; give");
    final List<Sample> samples = new ArrayList<>(Trainings.samples());
    final Sample first = samples.get(0);
    final byte[] mask = new byte[192 * 192];
    mask[5000] = 1;
    samples.set(0, Sample.of(first.name(), first.image(), ArrayImgs.unsignedBytes(mask, 192, 192)));
    refused(
        new ModelTraining.Request(
            settings, samples, request.split(), "Other masks.", model(), Resumed.EVERY_SECOND),
        "is of a training in which image '" + first.name() + "' has other pixels or another mask;");
    refused(
        Resumed.request(
            settings, Trainings.samples().subList(1, 32), model(), Resumed.EVERY_SECOND),
        "is of a training in which 'split.view1' are 6, not ");
    assertArrayEquals(before, Files.readAllBytes(checkpoint()));
    final byte[] damaged = before.clone();
    damaged[damaged.length / 2]++;
    Files.write(checkpoint(), damaged);
    refused(request, "can't be used (its checksum is wrong); give the inputs of");
    assertEquals(List.of("model.zip.checkpoint"), Resumed.files(folder));
    // Comparisons can't ask anybody.
    final Resumed.Interrupting anew = new Resumed.Interrupting(1);
    assertThrows(
        Resumed.Interruption.class,
        () ->
            ModelTraining.run(
                Resumed.request(
                    settings, model(), new Checkpointing(Checkpointing.Resume.OR_TRAIN_ANEW, 0, 5)),
                anew));
    assertTrue(anew.all().contains("Training anew: checkpoint '"), anew.all());
  }

  private static void refused(ModelTraining.Request request, String part) {
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    final String sentence =
        assertThrows(IOException.class, () -> ModelTraining.run(request, monitor)).getMessage();
    assertTrue(sentence.contains(part) && sentence.contains("resume=false"), sentence);
    assertFalse(sentence.contains("\n"), sentence);
    assertEquals(List.of(), monitor.iterations);
  }

  @Test
  void trainingAnewAndCancelingAndDiverging() throws IOException {
    final TrainingSettings settings = Resumed.settings(Method.SUPERVISED);
    Resumed.interrupt(Resumed.request(settings, model(), Resumed.EVERY_SECOND), 5);
    final Checkpointing never = new Checkpointing(Checkpointing.Resume.NEVER, 2, 0);
    // Trains anew, and is canceled: the checkpoint of iteration 2 stays and is told.
    final List<String> messages = new ArrayList<>();
    final int[] done = {0};
    final ModelTraining.Result result =
        ModelTraining.run(
            Resumed.request(settings.with("seed", 9), model(), never),
            new Trainings.Monitor() {
              @Override
              public void report(TrainingProgress progress) {
                done[0] = progress.iteration();
              }

              @Override
              public void message(String line) {
                messages.add(line);
              }

              @Override
              public boolean canceled() {
                return done[0] == 3;
              }
            });
    assertTrue(result.canceled());
    assertTrue(messages.get(messages.size() - 1).startsWith("Checkpoint '"), "" + messages);
    assertEquals(List.of("model.zip.checkpoint"), Resumed.files(folder));
    assertEquals(
        List.of(3),
        Resumed.interrupt(
                Resumed.request(settings.with("seed", 9), model(), Resumed.EVERY_SECOND), 3)
            .iterations);
    // What diverges would do so again: nothing of it stays.
    final TrainingSettings wild =
        Resumed.settings(Method.DUO_SEGNET)
            .with("iterations", 300)
            .with("optimizer.rule", UpdateRule.MOMENTUM)
            .with("optimizer.critic_learning_rate", 10);
    assertThrows(
        EngineException.class,
        () ->
            ModelTraining.run(
                Resumed.request(wild, model(), new Checkpointing(Checkpointing.Resume.NEVER, 1, 0)),
                new Resumed.Interrupting(0)));
    assertEquals(List.of(), Resumed.files(folder));
  }
}
