package sc.fiji.duosegnet.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.TinyModel;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.imagej.FolderSummary;

/** The task of one image file, as Spark calls it on an executor. */
class FileTaskTest {

  private static final int SIZE = 64;

  @TempDir Path work;
  private Path images;
  private Path results;

  @BeforeEach
  void write() throws IOException {
    images = Files.createDirectory(work.resolve("images"));
    results = Files.createDirectory(work.resolve("results"));
    TinyModel.write(work.resolve("model.zip"));
    final SyntheticNuclei.Field field = SyntheticNuclei.generate(1, SIZE, SIZE);
    IJ.saveAsTiff(
        new ImagePlus("x", new ShortProcessor(SIZE, SIZE, field.pixels(), null)),
        images.resolve("x.tif").toString());
  }

  @AfterAll
  static void close() {
    ModelPool.close();
  }

  private FolderSummary.State segment(String... further) throws IOException {
    final List<String> arguments =
        Stream.concat(
                Stream.of("input=" + images, "output=" + results, "model=" + work + "/model.zip"),
                Stream.of(further))
            .toList();
    final SegmentationJob job = SegmentationJob.of(arguments.toArray(new String[0]));
    final FileTask task = new FileTask(job, work.resolve("attempts").toString());
    return task.call(ImageInput.list(job).get(0)).state();
  }

  /** Thrown on, whatever it is, it would end the whole job after some attempts. */
  @Test
  void whatFailsBeforeTheImageIsOpenedIsItsFailure() throws IOException {
    final ImageInput input =
        ImageInput.list(
                SegmentationJob.of(
                    new String[] {
                      "input=" + images, "output=" + results, "model=" + work + "/model.zip"
                    }))
            .get(0);
    final SegmentationJob broken =
        new SegmentationJob(
            "", "", false, null, results.toString(), "", "mask", 0, "", false, false, 1);
    final FolderSummary.Row row = new FileTask(broken, work + "/attempts").call(input);
    assertEquals(FolderSummary.State.FAILED, row.state());
    assertEquals("x.tif", row.file());
  }

  /** A mask that was corrected by hand is not replaced because another result is missing. */
  @Test
  void onlyWhatIsMissingIsMade() throws IOException {
    assertEquals(FolderSummary.State.DONE, segment("outputs=mask,confidence"));
    final Path mask = results.resolve("x-mask.tif");
    final Path confidence = results.resolve("x-confidence.tif");
    final byte[] made = Files.readAllBytes(confidence);
    Files.delete(confidence);
    Files.writeString(mask, "mine");
    assertEquals(FolderSummary.State.SKIPPED, segment("outputs=mask"));
    assertEquals(FolderSummary.State.DONE, segment("outputs=mask,confidence"));
    assertEquals("mine", Files.readString(mask));
    assertArrayEquals(made, Files.readAllBytes(confidence));
    assertEquals(FolderSummary.State.DONE, segment("overwrite=true"));
    assertNotEquals("mine".length(), Files.size(mask));
  }
}
