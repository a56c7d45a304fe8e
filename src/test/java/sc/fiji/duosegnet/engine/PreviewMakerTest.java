package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.model.NormalizationSettings;

/** When previews are made, and of what. */
class PreviewMakerTest {

  private static final int WIDTH = 400;
  private static final int HEIGHT = 100;

  /** Gives the normalized intensities back. */
  private static final class Echo implements Predictor {

    @Override
    public Prediction predict(ImageBatch images) {
      final float[] values = images.pixels().clone();
      return new Prediction(values, values, values, null);
    }

    @Override
    public int sizeMultiple() {
      return 16;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public boolean hasCritic() {
      return false;
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  private static final class Viewer implements PreviewMonitor {

    private List<String> chosen = List.of();
    private List<String> labeled;
    private List<String> unlabeled;

    @Override
    public void choices(List<String> labeledNames, List<String> unlabeledNames) {
      labeled = labeledNames;
      unlabeled = unlabeledNames;
    }

    @Override
    public List<String> chosen() {
      return chosen;
    }

    @Override
    public void show(List<Preview> previews) {
      // of no interest here
    }
  }

  private final Viewer viewer = new Viewer();

  private PreviewMaker maker(List<Sample> validation) {
    final PercentileNormalization normalization =
        new PercentileNormalization(NormalizationSettings.DEFAULT);
    return new PreviewMaker(
        viewer,
        new PlaneSegmenter(new Echo(), normalization, 128, 0, MemoryPolicy.here(message -> {})),
        normalization,
        1,
        new TrainingData(
            List.of(sample("view 1", true)),
            List.of(sample("view 2", true)),
            validation,
            List.of(sample("unlabeled", false))));
  }

  private static Sample sample(String name, boolean labeled) {
    final float[] ramp = new float[WIDTH * HEIGHT];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i % WIDTH;
    }
    return Sample.of(
        name,
        ArrayImgs.floats(ramp, WIDTH, HEIGHT, 1),
        labeled ? ArrayImgs.unsignedBytes(new byte[ramp.length], WIDTH, HEIGHT) : null);
  }

  @Test
  void offersValidationImagesOrElseLabeledOnes() {
    maker(List.of());
    assertEquals(List.of("view 1"), viewer.labeled);
    assertEquals(List.of("unlabeled"), viewer.unlabeled);
    maker(List.of(sample("validation", true)));
    assertEquals(List.of("validation"), viewer.labeled);
  }

  @Test
  void keepsWithinItsShareOfTheTime() {
    final PreviewMaker maker = maker(List.of());
    viewer.chosen = List.of("view 1");
    double spent = 0;
    int made = 0;
    final List<Double> shares = new ArrayList<>();
    for (int iteration = 1; iteration <= 10_000; iteration++) {
      final double seconds = 0.1 * iteration;
      if (maker.due(iteration, seconds)) {
        maker.make(iteration);
        maker.took(0.4);
        spent += 0.4;
        made++;
        if (made > 1) {
          shares.add(spent / seconds);
        }
      }
    }
    shares.forEach(share -> assertTrue(share <= PreviewMaker.MOST_SHARE + 1e-9, share + ""));
    assertTrue(spent / 1000 > 0.9 * PreviewMaker.MOST_SHARE, "too few: " + made);
  }

  @Test
  void anotherImageIsShownAtOnceAndNoneForNothing() {
    final PreviewMaker maker = maker(List.of());
    assertFalse(maker.due(1000, 1000));
    viewer.chosen = List.of("view 1");
    assertTrue(maker.due(1000, 1000));
    maker.make(1000);
    maker.took(1000);
    assertFalse(maker.due(1001, 1001));
    viewer.chosen = List.of("unlabeled");
    assertTrue(maker.due(1001, 1001));
  }

  @Test
  void showsTheMiddleScaledAsTheWholeImage() {
    final PreviewMaker maker = maker(List.of());
    viewer.chosen = List.of("view 1", "unlabeled", "of another training");
    final List<Preview> previews = maker.make(7);
    assertEquals(List.of("view 1", "unlabeled"), previews.stream().map(Preview::name).toList());
    final Preview labeled = previews.get(0);
    assertEquals(7, labeled.iteration());
    assertEquals(256, labeled.image().dimension(0));
    assertEquals(HEIGHT, labeled.image().dimension(1));
    assertEquals(256, labeled.truth().dimension(0));
    assertNull(previews.get(1).truth());
    // The middle begins at column 72; the ramp's mean 199.5 becomes 0 for the whole image only.
    assertEquals(72, labeled.image().getAt(0, 0, 0).getRealDouble());
    final float[] echoed = labeled.segmented().view1();
    assertEquals(0, echoed[127], 0.02);
    assertTrue(echoed[0] < echoed[127] && echoed[127] < echoed[200]);
  }
}
