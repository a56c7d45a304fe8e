package sc.fiji.duosegnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.imagej.FolderSummary;
import sc.fiji.duosegnet.zarr.ZarrSamples;

/** What a job asks of its tasks on an image of 30000 x 30000 pixels on four planes. */
class ZarrImageTest {

  private static final int SIDE = 30_000;

  @TempDir Path work;
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = work.resolve("large.zarr");
    Files.writeString(work.resolve("model.zip"), "");
  }

  /** Writes metadata of a large image; of the chunks none is looked at here. */
  private ZarrImage image(int planesOfAChunk) throws IOException {
    ZarrSamples.write(
        folder,
        ZarrSamples.Storage.V2_PLAIN,
        "zyx",
        new int[] {4, 8, 8},
        new int[] {planesOfAChunk, 8, 8},
        at -> 1);
    final Path metadata = folder.resolve("0/.zarray");
    Files.writeString(
        metadata,
        Files.readString(metadata)
            .replaceFirst("\"shape\": *\\[[^\\]]*]", "\"shape\":[4,30000,30000]")
            .replaceFirst(
                "\"chunks\": *\\[[^\\]]*]", "\"chunks\":[" + planesOfAChunk + ",5000,5000]"));
    final String[] arguments = {
      "input=" + folder, "output=" + work.resolve("results"), "model=" + work.resolve("model.zip")
    };
    final SegmentationJob job = SegmentationJob.of(arguments);
    final ZarrImage image = new ZarrImage(0, ImageInput.list(job).get(0), job);
    image.prepare("identity");
    return image;
  }

  /** A block that another attempt at its task has written counts, but its figures are lost. */
  @Test
  void figuresAreGivenOnlyIfAllBlocksTellTheirs() throws IOException {
    final ZarrImage whole = image(2);
    whole.add(0, new ZarrWork.Segmented(0, 100, 50, 25, 1, null));
    whole.add(1, new ZarrWork.Segmented(0, 0, 0, 0, 1, null));
    assertEquals(50, whole.row().foreground());
    final ZarrImage torn = image(2);
    torn.add(0, new ZarrWork.Segmented(0, 100, 50, 25, 1, null));
    torn.add(0, new ZarrWork.Segmented(0, 0, 0, 0, 1, null));
    assertEquals(FolderSummary.State.DONE, torn.row().state());
    assertTrue(Double.isNaN(torn.row().foreground()));
    assertTrue(Double.isNaN(torn.row().confidence()));
  }

  private static List<ZarrWork.Piece> pieces(ZarrImage image, double factor) {
    image.set(new ZarrWork.Survey(0, factor, factor, null));
    final List<ZarrWork.Piece> pieces = new ArrayList<>();
    image.attempt(() -> pieces.addAll(image.pieces(0)));
    return pieces;
  }

  @Test
  void scaledPlanesAreOneTaskIfTheyFitIntoAnArray() throws IOException {
    final List<ZarrWork.Piece> pieces = pieces(image(2), 1.5);
    assertEquals(2, pieces.size());
    assertEquals(2 * SIDE * SIDE, pieces.get(0).block().pixels());
  }

  @Test
  void moreScaledPlanesInAChunkThanAnArrayHoldsAreRefused() throws IOException {
    final ZarrImage image = image(4);
    assertTrue(pieces(image, 1.5).isEmpty());
    assertEquals(FolderSummary.State.FAILED, image.row().state());
    assertEquals(
        "Image 'large.zarr' has chunks of 4 planes of 30000x30000 pixels, and with"
            + " match_pixel_size=true a task holds these 3600000000 pixels, of which 2147483639"
            + " are possible; store it in chunks of fewer planes or give smaller images, or"
            + " match_pixel_size=false.",
        image.row().problem());
  }

  @Test
  void planesThatAreNotScaledAreCutToTheLimit() throws IOException {
    final List<ZarrWork.Piece> pieces = pieces(image(4), 1);
    assertEquals(36, pieces.size(), "a chunk each, as it has more pixels than the limit");
    assertEquals(4 * 5000 * 5000, pieces.get(0).block().pixels());
  }
}
