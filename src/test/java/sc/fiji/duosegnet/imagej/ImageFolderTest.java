package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.Sample;

class ImageFolderTest {

  @TempDir Path folder;
  private Path images;
  private Path masks;

  @BeforeEach
  void makeFolders() throws IOException {
    images = Files.createDirectory(folder.resolve("images"));
    masks = Files.createDirectory(folder.resolve("masks"));
  }

  @Test
  void pairsByStemWhateverTheExtension() throws IOException {
    save(images.resolve("b.TIF"), 3);
    save(images.resolve("a.b.png"), 1);
    save(masks.resolve("b.PNG"), 30);
    save(masks.resolve("a.b.tiff"), 10);
    Files.createDirectory(images.resolve("subfolder"));
    Files.writeString(images.resolve(".hidden"), "");
    final List<Sample> samples = ImageFolder.labeled(images, masks);
    assertEquals(List.of("a.b", "b"), samples.stream().map(Sample::name).toList());
    assertTrue(samples.get(0).labeled());
    assertEquals(1, samples.get(0).image().getAt(0, 0, 0).getRealDouble());
    assertEquals(10, samples.get(0).mask().getAt(0, 0).getRealDouble());
    assertEquals(30, samples.get(1).mask().getAt(0, 0).getRealDouble());
  }

  /** Masks and other images may lie below the images; they are not taken for images. */
  @Test
  void subfoldersAreNamedByTheirPath() throws IOException {
    final Path below = images.resolve("drawn");
    for (final String place : new String[] {"", "plate1", "plate2/well"}) {
      save(Files.createDirectories(images.resolve(place)).resolve("a.png"), 1);
      save(Files.createDirectories(below.resolve(place)).resolve("a.tif"), 2);
    }
    final Path more = Files.createDirectories(images.resolve("more/plate1"));
    save(more.resolve("b.png"), 3);
    save(Files.createDirectories(images.resolve("plate1/.thumbnails")).resolve("c.png"), 4);
    Files.writeString(Files.createDirectories(images.resolve("x.zarr")).resolve("0"), "");
    Files.writeString(images.resolve("plate1/notes.TXT"), "");
    final FolderImages found =
        FolderImages.read(images, below, images.resolve("more").toFile(), "", true);
    assertEquals(List.of("a", "plate1/a", "plate2/well/a"), FolderImages.names(found.labeled()));
    assertEquals(2, found.labeled().get(2).mask().getAt(0, 0).getRealDouble());
    assertEquals(List.of("plate1/b"), FolderImages.names(found.unlabeled()));
    assertEquals(3, found.unlabeled().get(0).image().getAt(0, 0, 0).getRealDouble());
    assertEquals(
        List.of("a"),
        FolderImages.names(FolderImages.read(images, below, null, "", false).labeled()));
  }

  @Test
  void listsUnlabeledImagesWithoutOpeningThem() throws IOException {
    Files.writeString(images.resolve("broken.png"), "");
    final List<Sample> samples = ImageFolder.unlabeled(images);
    assertFalse(samples.get(0).labeled());
    assertThrows(RuntimeException.class, () -> samples.get(0).image());
  }

  @Test
  void refusesImagesWithoutMasksAndMasksWithoutImages() throws IOException {
    save(images.resolve("a.png"), 1);
    save(images.resolve("b.png"), 1);
    save(images.resolve("c.png"), 1);
    save(masks.resolve("a.png"), 1);
    refusal(() -> ImageFolder.labeled(images, masks), "image 'b.png' has no mask", "2 such images");
    save(masks.resolve("b.png"), 1);
    save(masks.resolve("c.png"), 1);
    save(masks.resolve("d.png"), 1);
    refusal(() -> ImageFolder.labeled(images, masks), "mask 'd.png' has no image", "1 such mask)");
  }

  @Test
  void refusesTwoFilesOfOneStemAndMissingOrEmptyFolders() throws IOException {
    refusal(() -> ImageFolder.unlabeled(images), "holds no files", images.toString());
    refusal(
        () -> ImageFolder.unlabeled(folder.resolve("none")), "not a folder", "unlabeled_folder");
    save(images.resolve("a.png"), 1);
    save(images.resolve("a.tif"), 1);
    refusal(() -> ImageFolder.unlabeled(images), "'a.png' and 'a.tif'", "rename");
  }

  @Test
  void refusesAStackInAFolder() throws IOException {
    final ImageStack stack = new ImageStack(4, 4);
    stack.addSlice(new ByteProcessor(4, 4));
    stack.addSlice(new ByteProcessor(4, 4));
    IJ.saveAsTiff(new ImagePlus("s", stack), images.resolve("s.tif").toString());
    final Sample sample = ImageFolder.unlabeled(images).get(0);
    final String sentence =
        assertThrows(IllegalArgumentException.class, sample::image).getMessage();
    assertTrue(sentence.contains("s.tif' holds 2 slices"), sentence);
  }

  private static void refusal(Executable reading, String... parts) {
    final String sentence = assertThrows(IOException.class, reading).getMessage();
    for (final String part : parts) {
      assertTrue(sentence.contains(part), sentence);
    }
  }

  private static void save(Path file, int value) throws IOException {
    final ByteProcessor pixels = new ByteProcessor(4, 4);
    pixels.setValue(value);
    pixels.fill();
    if (file.toString().toLowerCase(java.util.Locale.ROOT).endsWith("png")) {
      final BufferedImage gray = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
      gray.getRaster().setDataElements(0, 0, 4, 4, pixels.getPixels());
      ImageIO.write(gray, "png", file.toFile());
    } else {
      new ij.io.FileSaver(new ImagePlus("a", pixels)).saveAsTiff(file.toString());
    }
  }
}
