package sc.fiji.duosegnet.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.Sample;

/** A comparison is gone on with only if each image and each mask is what it was. */
class FingerprintTest {

  private static final ComparisonPlan PLAN = ComparisonPlan.parse("Supervised U-Net", "1", "1,2");

  @TempDir Path folder;
  private final Comparisons.Untrained runs = new Comparisons.Untrained();
  private MethodComparison.Request request;

  @BeforeEach
  void compare() throws IOException {
    request = Comparisons.request(PLAN, folder);
    // With one row taken out again, there is something to go on with.
    run(request);
    final Path table = folder.resolve("runs.csv");
    Files.write(table, Files.readAllLines(table).subList(0, 2));
    runs.done.clear();
  }

  private void run(MethodComparison.Request wanted) throws IOException {
    MethodComparison.run(wanted, runs, new Comparisons.Monitor());
  }

  @Test
  void theSameImagesGoOn() throws IOException {
    run(Comparisons.request(PLAN, folder)); // made anew, pixel by pixel the same
    assertEquals(PLAN.runs().subList(1, 2), runs.done);
  }

  @Test
  void aCorrectedMaskOfATestImageIsRefused() {
    final List<Sample> labeled = new ArrayList<>(request.labeled());
    final int place = place(labeled, request.test().get(1));
    final Sample sample = labeled.get(place);
    labeled.set(place, Sample.of(sample.name(), sample.image(), changed(sample.mask())));
    refused(labeled, request.unlabeled(), sample.name());
  }

  @Test
  void anotherLastUnlabeledImageIsRefused() {
    final List<Sample> unlabeled = new ArrayList<>(request.unlabeled());
    final Sample sample = unlabeled.get(2);
    unlabeled.set(2, Sample.of(sample.name(), changed(sample.image()), null));
    refused(request.labeled(), unlabeled, "more2");
  }

  @Test
  void anotherImageUnderTheSameMaskIsRefused() {
    final List<Sample> labeled = new ArrayList<>(request.labeled());
    final Sample sample = labeled.get(0);
    labeled.set(0, Sample.of(sample.name(), changed(sample.image()), sample.mask()));
    refused(labeled, request.unlabeled(), "labeled0");
  }

  @Test
  void whatAFormerVersionHasBegunIsRefused() throws IOException {
    final Path file = folder.resolve("comparison.yaml");
    final String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.indexOf("\nimages:") + 1) + "first_image: ab\n");
    assertEquals(
        "Output folder '"
            + folder
            + "' holds a comparison that a former version has begun, whose comparison.yaml does not"
            + " tell whether images and masks are still the same; give another folder.",
        assertThrows(IOException.class, () -> run(request)).getMessage());
    assertEquals(List.of(), runs.done);
  }

  @Test
  void eachImageIsOpenedOnce() throws IOException {
    final AtomicInteger opened = new AtomicInteger();
    final List<Sample> labeled = new ArrayList<>();
    for (final Sample sample : request.labeled()) {
      labeled.add(
          Sample.lazy(
              sample.name(),
              () -> {
                opened.incrementAndGet();
                return sample.image();
              },
              sample::mask));
    }
    run(with(labeled, request.unlabeled()));
    // The showcase is of test images, and whatever it looks at is still in memory.
    assertEquals(8, opened.get());
  }

  private void refused(List<Sample> labeled, List<Sample> unlabeled, String name) {
    assertEquals(
        "Output folder '"
            + folder
            + "' holds a comparison in which image '"
            + name
            + "' has other pixels or another mask; give another folder, or the former inputs to go"
            + " on with it.",
        assertThrows(IOException.class, () -> run(with(labeled, unlabeled))).getMessage());
    assertEquals(List.of(), runs.done);
  }

  private MethodComparison.Request with(List<Sample> labeled, List<Sample> unlabeled) {
    return new MethodComparison.Request(
        PLAN, request.settings(), labeled, unlabeled, request.test(), "", folder, true);
  }

  private static int place(List<Sample> samples, String name) {
    return samples.stream().map(Sample::name).toList().indexOf(name);
  }

  /** The same with another last pixel: background for foreground, or the reverse. */
  private static Img<FloatType> changed(RandomAccessibleInterval<? extends RealType<?>> pixels) {
    final Img<FloatType> changed = ArrayImgs.floats(pixels.dimensionsAsLongArray());
    final Cursor<FloatType> target = changed.cursor();
    final Cursor<? extends RealType<?>> source = Views.flatIterable(pixels).cursor();
    double most = 0;
    while (source.hasNext()) {
      final double value = source.next().getRealDouble();
      most = Math.max(most, value);
      target.next().setReal(value);
    }
    target.get().setReal(target.get().getRealDouble() == 0 ? most : 0);
    return changed;
  }
}
