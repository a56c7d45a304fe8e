package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.VirtualStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.Sample;

/** OME-Zarr images where ImageJ has stacks and folders of files. */
class ZarrFoldersTest {

  @TempDir Path folder;
  private Path image;

  @BeforeEach
  void write() throws IOException {
    image = folder.resolve("cells.ome.zarr");
    write(image, 2, 3);
  }

  private static void write(Path target, int channels, int slices) throws IOException {
    sc.fiji.duosegnet.zarr.ZarrSamples.write(
        target,
        sc.fiji.duosegnet.zarr.ZarrSamples.Storage.V3_SHARDS,
        "czyx",
        new int[] {channels, slices, 30, 50},
        new int[] {1, 2, 8, 8},
        at -> at[0] * 30000 + at[1] * 10000 + at[2] * 100 + at[3]);
  }

  private static double at(RandomAccess<? extends RealType<?>> pixels, int... position) {
    pixels.setPosition(position);
    return pixels.get().getRealDouble();
  }

  @Test
  void anImageIsAVirtualStack() throws IOException {
    final ImagePlus stack = ImageFiles.openLazily(image);
    assertTrue(stack.getStack() instanceof VirtualStack);
    assertEquals("cells.ome.zarr", stack.getTitle());
    assertEquals(16, stack.getBitDepth());
    assertEquals(
        List.of(2, 3, 1), List.of(stack.getNChannels(), stack.getNSlices(), stack.getNFrames()));
    assertEquals(1.5, stack.getCalibration().pixelDepth);
    assertEquals("micron", stack.getCalibration().getUnit());
    for (int c = 0; c < 2; c++) {
      for (int z = 0; z < 3; z++) {
        final int slice = stack.getStackIndex(c + 1, z + 1, 1);
        assertEquals(
            c * 30000 + z * 10000 + 2949, stack.getStack().getProcessor(slice).get(49, 29));
      }
    }
    assertEquals(
        52949, at(new ImagePlusAdapter(stack).plane(2).randomAccess(), 49, 29, 1), "z 2, c 1");
  }

  /** Metadata of a few bytes can say that planes are of any size. */
  @Test
  void planesThatImageJCannotHoldAreRefused() throws IOException {
    final Path metadata = image.resolve("0/zarr.json");
    final String text = Files.readString(metadata);
    Files.writeString(metadata, text.replace("[2, 3, 30, 50]", "[2, 3, 65536, 65536]"));
    assertEquals(
        "OME-Zarr image '"
            + image
            + "' has 6 slices of 65536x65536 pixels, more than ImageJ can hold; segment it with"
            + " Spark, or give a part of it.",
        assertThrows(IOException.class, () -> ImageFiles.openLazily(image)).getMessage());
    final long half = Runtime.getRuntime().maxMemory() / 4; // of 16 bit
    final long height = Math.min(half / 40_000 * 3, 50_000);
    Files.writeString(metadata, text.replace("[2, 3, 30, 50]", "[2, 3, " + height + ", 40000]"));
    final String message =
        assertThrows(IOException.class, () -> ImageFiles.openLazily(image)).getMessage();
    assertTrue(message.startsWith("A slice of OME-Zarr image '" + image + "' can't be"), message);
    assertTrue(message.endsWith("; segment it with Spark, or give ImageJ more memory."), message);
  }

  @Test
  void onlyWhatIsLookedAtIsRead() throws IOException {
    // A shard of the second and third channel's tile is gone bad; the rest does not care.
    final Path bad = image.resolve("0/c/1/1/0/0");
    Files.writeString(bad, "nothing");
    final List<Sample> samples = ImageFolder.unlabeled(image, "2", Subfolders.NONE);
    assertEquals(
        List.of("cells#0001", "cells#0002", "cells#0003"),
        samples.stream().map(Sample::name).toList());
    assertEquals(30000 + 1208, at(samples.get(0).image().randomAccess(), 8, 12, 0));
    assertEquals(50000 + 2020, at(samples.get(2).image().randomAccess(), 20, 20, 0));
    final String message =
        assertThrows(
                java.io.UncheckedIOException.class,
                () -> at(samples.get(2).image().randomAccess(), 0, 0, 0))
            .getCause()
            .getMessage();
    assertTrue(message.contains(bad.toString()), message);
  }

  @Test
  void masksArePairedPlaneByPlane() throws IOException {
    final Path masks = folder.resolve("masks.zarr");
    write(masks, 1, 3);
    final List<Sample> samples = ImageFolder.labeled(image, masks, "1", Subfolders.NONE);
    assertEquals(3, samples.size());
    assertEquals(1, samples.get(2).image().dimension(2));
    assertEquals(20503, at(samples.get(2).mask().randomAccess(), 3, 5));
    assertEquals("0.25 x 0.25 micrometer", samples.get(0).pixelSize().text());
  }

  @Test
  void masksOfAnotherSizeAreRefused() throws IOException {
    final Path masks = folder.resolve("masks.zarr");
    write(masks, 1, 2);
    final String message =
        assertThrows(IOException.class, () -> ImageFolder.labeled(image, masks)).getMessage();
    assertTrue(message.contains("2 planes") && message.contains("3 planes"), message);
    final String other =
        assertThrows(IOException.class, () -> ImageFolder.labeled(image, folder)).getMessage();
    assertTrue(other.contains("'mask_folder'"), other);
  }

  /** Chunks are files, too. */
  @Test
  void foldersAreListedWithoutWhatIsInsideOfImages() throws IOException {
    Files.createDirectories(folder.resolve("sub/half.zarr.partial/0"));
    Files.writeString(folder.resolve("sub/half.zarr.partial/zarr.json"), "{}");
    Files.writeString(folder.resolve("sub/a.tif"), "");
    write(folder.resolve("sub/b.zarr"), 1, 1);
    Files.createDirectories(folder.resolve("c.zarr"));
    Files.writeString(folder.resolve("c.zarr/notes.txt"), "");
    assertEquals(List.of("cells.ome.zarr"), listed(false));
    assertEquals(List.of("cells.ome.zarr", "sub/a.tif", "sub/b.zarr"), listed(true));
  }

  /** As bioformats2raw makes them of a file with several series. */
  @Test
  void allSeriesOfAFolderAreOpened() throws IOException {
    final Path several = Files.createDirectories(folder.resolve("several.ome.zarr"));
    Files.writeString(
        several.resolve("zarr.json"),
        "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":"
            + "{\"ome\":{\"bioformats2raw.layout\":3}}}");
    assertTrue(
        assertThrows(IOException.class, () -> ImageFiles.openSeries(several))
            .getMessage()
            .contains("no image '0'"));
    for (int series = 0; series < 11; series++) {
      write(several.resolve(Integer.toString(series)), 1, 1 + series);
    }
    final List<ImagePlus> images = ImageFiles.openSeries(several);
    assertEquals(11, images.size());
    assertEquals("several-1.ome.zarr", images.get(0).getTitle());
    assertEquals("several-11.ome.zarr", images.get(10).getTitle());
    assertEquals(11, images.get(10).getStackSize());
    assertEquals(List.of("cells.ome.zarr", "several.ome.zarr"), listed(true));
    final List<ImagePlus> one = ImageFiles.openSeries(image);
    assertEquals(1, one.size());
    assertEquals("cells.ome.zarr", one.get(0).getTitle());
  }

  private List<String> listed(boolean recursive) throws IOException {
    return FileTree.list(folder, "", recursive, folder.resolve("results")).part(1, 1).stream()
        .map(path -> path.toString().replace('\\', '/'))
        .toList();
  }
}
