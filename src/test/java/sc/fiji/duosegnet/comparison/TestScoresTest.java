package sc.fiji.duosegnet.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.engine.SegmentedPlane;

/** Against values worked out by hand. */
class TestScoresTest {

  private static final double EXACT = 1e-12;

  private static Sample sample(String name, int... mask) {
    final byte[] values = new byte[mask.length];
    for (int i = 0; i < mask.length; i++) {
      values[i] = (byte) mask[i];
    }
    return Sample.of(
        name,
        ArrayImgs.bytes(new byte[mask.length], mask.length, 1, 1),
        ArrayImgs.bytes(values, mask.length, 1));
  }

  private static SegmentedPlane plane(float[] view1, float[] view2, float[] confidence) {
    return new SegmentedPlane(view1.length, 1, view1, view2, confidence, null);
  }

  /**
   * Two images of one row: one with a pixel too many and one too few, one whose object is missed.
   */
  private static TestScores scores() {
    final Map<String, SegmentedPlane> planes =
        Map.of(
            "a",
            plane(
                new float[] {0.9f, 0.9f, 0.6f, 0.1f, 0.2f},
                new float[] {0.9f, 0.7f, 0.6f, 0.1f, 0.6f},
                new float[] {0.9f, 0.8f, 0.2f, 0.7f, 0.3f}),
            "b",
            plane(new float[] {0, 0, 0}, new float[] {0, 0, 0}, new float[] {0.1f, 1, 1}));
    return TestScores.of(
        sample -> planes.get(sample.name()),
        List.of(sample("a", 255, 255, 0, 0, 255), sample("b", 255, 0, 0)));
  }

  @Test
  void overlapIsPooledAndPerImage() {
    final RunMeasures measures = RunMeasures.of(scores());
    // a: 2 found, 1 too many, 1 missed; b: 1 missed.
    assertEquals(2 / 5.0, measures.jaccardPooled(), EXACT);
    assertEquals(2 / 3.0, measures.precisionPooled(), EXACT);
    assertEquals(2 / 4.0, measures.recallPooled(), EXACT);
    assertEquals((2 / 4.0 + 0) / 2, measures.jaccardImage(), EXACT);
    assertEquals((2 / 3.0 + 0) / 2, measures.precisionImage(), EXACT);
    assertEquals((2 / 3.0 + 0) / 2, measures.recallImage(), EXACT);
    assertEquals(100 * (2 / 5.0 + 1 / 3.0) / 2, measures.maePercentImage(), EXACT);
    assertEquals(4 / 7.0, scores().dice().mean().pooledDice(), EXACT);
  }

  @Test
  void anImageWithOneEmptyMaskIsLeftOutOfDistancesAndCounted() {
    final RunMeasures measures = RunMeasures.of(scores());
    assertEquals(1, measures.distancesLeftOut());
    // From 0, 1, 2 to 0, 1, 4: 0, 0, 1; back: 0, 0, 2. At 0.95 of 0, 0, 0, 0, 1, 2: 1.75.
    assertEquals(1.75, measures.hd95Image(), EXACT);
    assertEquals((1 / 3.0 + 2 / 3.0) / 2, measures.assdImage(), EXACT);
  }

  @Test
  void aConfidenceIsGoodIfItIsLowWhereTheMaskIsWrong() {
    final RunMeasures measures = RunMeasures.of(scores());
    // Wrong: 0.2, 0.3 and 0.1; right: 0.9, 0.8, 0.7, 1 and 1. Each wrong one is lower.
    assertEquals(1, measures.aurocConfidence(), EXACT);
    // |2p - 1|, wrong: 0.2, 0.2 and 1; right: 0.8, 0.6, 0.8, 1 and 1, of which 1 and 1 tie.
    assertEquals((5 + 5 + 0.5 + 0.5) / 15, measures.aurocMargin(), EXACT);
    // Agreement, wrong: 1, 0.6 and 1; right: 1, 0.8 and three of 1.
    assertEquals((2 + 5 + 2) / 15.0, measures.aurocAgreement(), EXACT);
  }

  @Test
  void measuresComeBack() {
    final RunMeasures measures = RunMeasures.of(scores());
    final List<String> fields = measures.fields();
    final RunMeasures read =
        RunMeasures.of(
            column -> Double.parseDouble(fields.get(RunMeasures.HEADER.indexOf(column))));
    assertEquals(fields, read.fields());
    assertEquals(1, read.distancesLeftOut());
    assertEquals(RunMeasures.HEADER.size(), fields.size());
  }
}
