package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;
import sc.fiji.duosegnet.ReferenceConfidence;
import sc.fiji.duosegnet.engine.SegmentedPlane;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.hostile.Zips;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.model.Method;

/** Segmentation with models that were really trained, into files. */
class SegmentImageTest {

  @TempDir static Path work;
  private static Path images;
  private static Path duo;
  private static Path supervised;

  @TempDir Path results;

  @BeforeAll
  static void train() throws Exception {
    images = work.resolve("images");
    TrialImages.write(images);
    duo = train(Method.DUO_SEGNET);
    supervised = train(Method.SUPERVISED);
  }

  private static Path train(Method method) throws Exception {
    final Path model = work.resolve(method + ".zip");
    final CommandModule training = CommandModules.of(Train.class);
    training.setInput("image", image("stack.tif"));
    training.setInput("mask", image("stack-masks.tif"));
    training.setInput("method", method.label());
    training.setInput("iterations", 3);
    training.setInput("width", 2);
    training.setInput("patch_size", 32);
    training.setInput("model_file", model.toFile());
    training.run();
    return model;
  }

  @Test
  void theCriticsMapIsAStackOfItsOwn() throws Exception {
    segment(duo, "mask,confidence,critic").run();
    assertEquals(
        List.of("stack-confidence.tif", "stack-critic.tif", "stack-mask.tif"), names(results));
    final ImagePlus critic = result("stack-critic.tif");
    assertEquals(32, critic.getBitDepth());
    assertEquals(TrialImages.SLICES, critic.getStackSize());
    assertEquals("plane 3", critic.getStack().getSliceLabel(3));
    assertEquals("micron", critic.getCalibration().getUnit());
    final ImagePlus confidence = result("stack-confidence.tif");
    try (Segmenter segmenter = Segmenter.open(duo, 0, 0)) {
      for (final int slice : new int[] {1, TrialImages.SLICES}) {
        final SegmentedPlane plane =
            segmenter.segment(
                new ImagePlusAdapter(image("stack.tif")).plane(slice - 1), () -> false);
        assertArrayEquals(
            plane.critic(), (float[]) critic.getStack().getPixels(slice), 1e-6f, "critic");
        assertArrayEquals(
            plane.confidence(), (float[]) confidence.getStack().getPixels(slice), 1e-6f);
        for (final float value : plane.critic()) {
          assertTrue(value > 0 && value < 1, "critic " + value);
        }
      }
    }
  }

  @Test
  void nothingIsWrittenThatIsNotAskedFor() throws Exception {
    segment(duo, "").run();
    assertEquals(List.of("stack-confidence.tif", "stack-mask.tif"), names(results));
  }

  @Test
  void modelsWithoutCriticGiveAllElse() throws Exception {
    segment(supervised, "mask, confidence, views").run();
    assertEquals(
        List.of("stack-confidence.tif", "stack-mask.tif", "stack-view1.tif", "stack-view2.tif"),
        names(results));
    final float[] first = (float[]) result("stack-view1.tif").getStack().getPixels(2);
    final float[] second = (float[]) result("stack-view2.tif").getStack().getPixels(2);
    final float[] confidence = (float[]) result("stack-confidence.tif").getStack().getPixels(2);
    final int width = result("stack-view1.tif").getWidth();
    final double[] expected = ReferenceConfidence.of(first, second, 1, first.length / width, width);
    for (int i = 0; i < first.length; i++) {
      assertEquals(expected[i], confidence[i], 1e-6);
    }
  }

  @Test
  void noCriticNoMap() throws Exception {
    final CommandModule module = segment(supervised, "critic");
    assertEquals(
        "Input 'outputs' names 'critic', but model 'SUPERVISED.zip' (Supervised U-Net) has no"
            + " critic's map; leave it out, or give a model newly trained with one of: Duo-SegNet,"
            + " Duo-SegNet with strong views.",
        assertThrows(IllegalStateException.class, module::run).getMessage());
    assertTrue(module.isCanceled());
    assertEquals(List.of(), names(results));
  }

  @Test
  void probabilityAndAgreementAreThoseOfTheViews() throws Exception {
    segment(duo, "probability,Agreement,view1,view2").run();
    assertEquals(
        List.of(
            "stack-agreement.tif", "stack-probability.tif", "stack-view1.tif", "stack-view2.tif"),
        names(results));
    for (final int slice : new int[] {1, TrialImages.SLICES}) {
      final float[] first = pixels("stack-view1.tif", slice);
      final float[] second = pixels("stack-view2.tif", slice);
      final float[] probability = pixels("stack-probability.tif", slice);
      final float[] agreement = pixels("stack-agreement.tif", slice);
      double apart = 0;
      for (int i = 0; i < first.length; i++) {
        assertEquals((first[i] + second[i]) / 2, probability[i], 1e-6);
        assertEquals(1 - Math.abs(first[i] - second[i]), agreement[i], 1e-6);
        apart += 1 - agreement[i];
      }
      assertTrue(apart > 0, "the views must differ for this to test anything");
    }
    final ImagePlus agreement = result("stack-agreement.tif");
    assertEquals("plane 3", agreement.getStack().getSliceLabel(3));
    assertEquals("micron", agreement.getCalibration().getUnit());
  }

  @Test
  void anUnzippedModelGivesTheSame() throws Exception {
    segment(duo, "view1").run();
    final float[] zipped = pixels("stack-view1.tif", 2);
    Files.delete(results.resolve("stack-view1.tif"));
    final Path folder = results.resolve("some model");
    for (final Map.Entry<String, byte[]> entry : Zips.entries(Files.readAllBytes(duo)).entrySet()) {
      final Path file = folder.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
    segment(folder, "view1").run();
    assertArrayEquals(zipped, pixels("stack-view1.tif", 2));
  }

  @Test
  void unknownOutputsAreNamed() throws Exception {
    final CommandModule module = segment(duo, "mask,sureness");
    assertEquals(
        "Input 'outputs' is 'mask,sureness'; give some of mask, confidence, probability, view1,"
            + " view2, agreement, critic, views (both views), with commas between.",
        assertThrows(IllegalStateException.class, module::run).getMessage());
    assertEquals(List.of(), names(results));
  }

  private float[] pixels(String name, int slice) {
    return (float[]) result(name).getStack().getPixels(slice);
  }

  private CommandModule segment(Path model, String outputs) throws Exception {
    final CommandModule module = CommandModules.of(SegmentImage.class);
    module.setInput("image", image("stack.tif"));
    module.setInput("model", model.toFile());
    module.setInput("output_folder", results.toFile());
    module.setInput("outputs", outputs);
    return module;
  }

  private ImagePlus result(String name) {
    return IJ.openImage(results.resolve(name).toString());
  }

  private static ImagePlus image(String name) {
    return IJ.openImage(images.resolve(name).toString());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
