package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.model.UpdateRule;

/** Trainings that are canceled, that fail, or that can't begin: no file is left or lost. */
class UnfinishedTrainingTest {

  private static final long LIMIT_MILLIS = 1500; // a second, and a busy machine
  private static final String TEMPORARY = System.getProperty("java.io.tmpdir");

  @TempDir Path folder;
  private Path target;

  @BeforeAll
  static void loadEngine() {
    Engines.get();
  }

  @BeforeEach
  void makeFolders() throws IOException {
    target = Files.createDirectories(folder.resolve("models"));
    System.setProperty(
        "java.io.tmpdir", Files.createDirectories(folder.resolve("temporary")).toString());
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    try {
      assertEquals(List.of(), Trainings.temporaryFolders());
    } finally {
      System.setProperty("java.io.tmpdir", TEMPORARY);
    }
  }

  @Test
  void canceledBeforeTheFirstIteration() throws IOException {
    final Canceling monitor = new Canceling(0, 0);
    canceled(Trainings.request(Trainings.settings(1, 1000, 500, 1), model()), monitor);
    assertEquals(0, monitor.reports);
  }

  @Test
  void canceledInTheMiddle() throws IOException {
    final Canceling monitor = new Canceling(3, 20);
    canceled(Trainings.request(Trainings.settings(1, 1000, 500, 1), model()), monitor);
    assertTrue(monitor.reports >= 3);
  }

  @Test
  void canceledDuringValidation() throws IOException {
    // Validation on a large image takes seconds, an iteration a fraction of one.
    final List<Sample> samples = new ArrayList<>(Trainings.samples());
    samples.removeIf(Sample::labeled);
    for (int seed = 1; seed <= 2; seed++) {
      final int size = 2048;
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(seed, size, size);
      samples.add(
          Sample.of(
              "large" + seed,
              ArrayImgs.unsignedShorts(field.pixels(), size, size, 1),
              ArrayImgs.unsignedBytes(field.mask(), size, size)));
    }
    final Canceling monitor = new Canceling(4, 1000);
    canceled(Trainings.request(Trainings.settings(1, 1000, 5, 1), samples, model()), monitor);
    assertEquals(4, monitor.reports, "the validation after iteration 5 was running");
  }

  @Test
  void aModelThatIsThereIsKeptUnlessTheNewOneIsDone() throws IOException {
    final Path model = Files.writeString(model(), "precious");
    final ModelTraining.Request request =
        Trainings.request(Trainings.settings(1, 1000, 500, 1), model);
    final RuntimeException failure = new IllegalStateException("the monitor fails");
    assertEquals(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                ModelTraining.run(
                    request,
                    new Trainings.Monitor() {
                      @Override
                      public void report(TrainingProgress progress) {
                        if (progress.iteration() == 2) {
                          throw failure;
                        }
                      }
                    })));
    assertEquals("precious", Files.readString(model));
    assertEquals(List.of("model.zip"), files());
    ModelTraining.run(request, new Canceling(2, 0));
    assertEquals("precious", Files.readString(model));
    assertEquals(List.of("model.zip"), files());
  }

  @Test
  void aRateThatIsTooHighIsOneSentence() throws IOException {
    // The critic's, as batch norm keeps the U-Nets finite at any rate, and Adam at any gradient.
    final TrainingSettings settings =
        Trainings.settings(1, 100, 100, 1)
            .with("optimizer.rule", UpdateRule.MOMENTUM)
            .with("optimizer.critic_learning_rate", 10);
    final EngineException thrown =
        assertThrows(
            EngineException.class,
            () -> ModelTraining.run(Trainings.request(settings, model()), new Trainings.Monitor()));
    assertTrue(
        thrown
            .getMessage()
            .matches(
                "Training diverged: loss '[a-z_0-9]+' is -?(NaN|Infinity) at iteration \\d+; try a"
                    + " lower learning rate than 0\\.001, or for the critic than 10\\.0\\."),
        thrown.getMessage());
    assertEquals(List.of(), files());
  }

  @Test
  void aTargetThatCannotBeWrittenIsOneSentence() throws IOException {
    refused(target, "Model file '" + target + "' is a folder; give the name of a file in it.");
    refused(target.resolve("model.txt"), "does not end in .zip; give a name such as");
    final Path file = Files.writeString(target.resolve("file"), "text");
    refused(file.resolve("model.zip"), "can't be written, as no file can be made in '" + file);
    Files.delete(file);
  }

  @Test
  void imagesThatCannotBeUsedAreOneSentence() throws IOException {
    final List<Sample> samples = Trainings.samples();
    final Sample first = samples.get(0);
    final float[] nothing = new float[100];
    java.util.Arrays.fill(nothing, Float.NaN);
    refused(
        with(samples, Sample.of(first.name(), ArrayImgs.floats(nothing, 10, 10, 1), null)),
        "Image '" + first.name() + "' is listed as labeled but has no mask; add its mask.",
        "Image '" + first.name() + "' has no pixel with a finite value;");
    refused(
        with(samples, Sample.of(first.name(), first.image(), ArrayImgs.unsignedBytes(9, 9))),
        "Image '" + first.name() + "' is 192x192 pixels, its mask 9x9; give a mask of the image's");
    refused(
        with(samples, Sample.of(first.name(), first.image(), threeValues(192))),
        "Image '" + first.name() + "' has a mask with the values 0, 1, 2; give masks with 0");
    refused(
        with(
            samples,
            Sample.lazy(
                first.name(),
                () -> {
                  throw new UncheckedIOException(
                      new IOException("File 'a.tif' is cut short; save it again."));
                },
                () -> ArrayImgs.unsignedBytes(192, 192))),
        "File 'a.tif' is cut short; save it again.");
    refused(
        samples.stream().filter(Sample::labeled).toList(),
        "There are no unlabeled images, which Duo-SegNet needs;");
  }

  @Test
  void imagesSmallerThanAPatchAreMirrored() throws IOException {
    final List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(i, 40, 23);
      samples.add(
          Sample.of(
              "small" + i,
              ArrayImgs.unsignedShorts(field.pixels(), 40, 23, 1),
              i < 3 ? ArrayImgs.unsignedBytes(field.mask(), 40, 23) : null));
    }
    ModelTraining.run(
        Trainings.request(Trainings.settings(1, 2, 2, 1), samples, model()),
        new Trainings.Monitor());
    assertEquals(List.of("model.zip"), files());
  }

  private static RandomAccessibleInterval<? extends RealType<?>> threeValues(int size) {
    final byte[] pixels = new byte[size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 3);
    }
    return ArrayImgs.unsignedBytes(pixels, size, size);
  }

  private static List<Sample> with(List<Sample> samples, Sample replacement) {
    return samples.stream()
        .map(sample -> sample.name().equals(replacement.name()) ? replacement : sample)
        .toList();
  }

  private void refused(Path file, String part) throws IOException {
    final ModelTraining.Request request =
        Trainings.request(Trainings.settings(1, 1000, 500, 1), file);
    final String sentence =
        assertThrows(IOException.class, () -> ModelTraining.run(request, new NoStart()))
            .getMessage();
    assertTrue(sentence.contains(part) && !sentence.contains("\n"), sentence);
  }

  private void refused(List<Sample> samples, String... starts) throws IOException {
    // The split is that of the whole set: the first image is a labeled one, with or without mask.
    final ModelTraining.Request whole =
        Trainings.request(Trainings.settings(1, 1000, 500, 1), model());
    final boolean fewer = samples.size() < whole.samples().size();
    final ModelTraining.Request request =
        fewer
            ? Trainings.request(whole.settings(), samples, model())
            : new ModelTraining.Request(
                whole.settings(), samples, whole.split(), "Unusable.", model());
    final String sentence =
        assertThrows(Exception.class, () -> ModelTraining.run(request, new NoStart())).getMessage();
    assertTrue(Stream.of(starts).anyMatch(sentence::startsWith), sentence);
    assertFalse(sentence.contains("\n"), sentence);
    assertEquals(List.of(), files());
  }

  private void canceled(ModelTraining.Request request, Canceling monitor) throws IOException {
    final ModelTraining.Result result = ModelTraining.run(request, monitor);
    final long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - monitor.canceledAt);
    assertTrue(result.canceled());
    assertTrue(millis < LIMIT_MILLIS, millis + " ms");
    assertEquals(List.of(), files());
  }

  private Path model() {
    return target.resolve("model.zip");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Fails if the training begins. */
  private static final class NoStart extends Trainings.Monitor {

    @Override
    public void report(TrainingProgress progress) {
      throw new AssertionError("the training began");
    }
  }

  /** Cancels some time after a number of iterations. */
  private static final class Canceling extends Trainings.Monitor {

    private final int iterations;
    private final long milliseconds;
    private long reached;
    private long canceledAt;

    Canceling(int iterations, long milliseconds) {
      this.iterations = iterations;
      this.milliseconds = milliseconds;
    }

    @Override
    public boolean canceled() {
      final long now = System.nanoTime();
      if (reports < iterations) {
        return false;
      }
      reached = reached == 0 ? now : reached;
      if (now - reached < TimeUnit.MILLISECONDS.toNanos(milliseconds)) {
        return false;
      }
      canceledAt = canceledAt == 0 ? now : canceledAt;
      return true;
    }
  }
}
