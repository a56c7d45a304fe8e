package sc.fiji.duosegnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.zarr.ZarrSamples;

/** What a job on a cluster does, by its arguments. */
class ImageInputTest {

  @TempDir Path work;
  private Path images;
  private Path model;

  @BeforeEach
  void make() throws IOException {
    images = Files.createDirectories(work.resolve("the imägés"));
    model = Files.writeString(work.resolve("model.zip"), "");
  }

  private List<ImageInput> list(Path input, String... further) throws IOException {
    final List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of("input=" + input, "output=" + work.resolve("results"), "model=" + model));
    arguments.addAll(List.of(further));
    return ImageInput.list(SegmentationJob.of(arguments.toArray(new String[0])));
  }

  private static List<String> names(List<ImageInput> inputs) {
    return inputs.stream().map(input -> input.name().replace('\\', '/')).toList();
  }

  private void writeSeries(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(".zattrs"), "{\"bioformats2raw.layout\":3}");
    for (int series = 0; series < count; series++) {
      ZarrSamples.write(
          folder.resolve(Integer.toString(series)),
          ZarrSamples.Storage.V2_PLAIN,
          "yx",
          new int[] {8, 8},
          new int[] {8, 8},
          at -> 1);
    }
  }

  @Test
  void aListNamesFilesOnePerLine() throws IOException {
    final Path absolute = work.resolve("other folder").resolve("z.tif");
    final Path list =
        Files.writeString(
            images.resolve("list.txt"), "a é.tif\r\n\n  sub folder/b.png  \n" + absolute + "\n");
    final List<ImageInput> inputs = list(list);
    assertEquals(
        List.of("a é.tif", "sub folder/b.png", absolute.toString().replace('\\', '/')),
        names(inputs));
    assertEquals(images.resolve("a é.tif").toString(), inputs.get(0).file());
    assertEquals(images.resolve("sub folder/b.png").toString(), inputs.get(1).file());
    assertEquals(absolute.toString(), inputs.get(2).file());
    for (final ImageInput input : inputs) {
      assertEquals(work.resolve("results").toString(), input.target());
      assertNull(input.problem());
    }
  }

  @Test
  void ofTwoFilesWithTheSameResultsTheSecondIsRefused() throws IOException {
    final Path list =
        Files.writeString(
            images.resolve("list.txt"), "x/a.tif\ny/a.png\nx/a.tif\nx/a.lif\nx/a.czi\n");
    final List<ImageInput> inputs = list(list);
    assertNull(inputs.get(0).problem());
    for (final ImageInput refused : inputs.subList(1, 3)) {
      assertTrue(refused.problem().contains("a.tif"), refused.problem());
    }
    assertNull(inputs.get(3).problem(), "results are named a.lif-mask.tif");
    assertNull(inputs.get(4).problem());
  }

  @Test
  void listsWithoutImagesOrTextAreRefused() throws IOException {
    final Path empty = Files.writeString(images.resolve("list.txt"), "\n \n");
    assertTrue(
        assertThrows(IOException.class, () -> list(empty)).getMessage().contains("names no image"));
    final Path binary =
        Files.write(images.resolve("a.tif"), "é".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(
        assertThrows(IOException.class, () -> list(binary)).getMessage().contains("no text"));
  }

  @Test
  void eachSeriesOfAFolderIsAnImage() throws IOException {
    writeSeries(images.resolve("sub/slide.ome.zarr"), 2);
    Files.writeString(images.resolve("sub/slide-2.tif"), "");
    Files.writeString(images.resolve("b.tif"), "");
    final List<ImageInput> inputs = list(images, "recursive=true");
    assertEquals(
        List.of("b.tif", "sub/slide-2.tif", "sub/slide.ome.zarr/0", "sub/slide.ome.zarr/1"),
        names(inputs));
    assertEquals("slide-1.ome.zarr", inputs.get(2).title());
    assertEquals(work.resolve("results/sub").toString(), inputs.get(2).target());
    assertTrue(inputs.get(2).isZarr());
    assertNull(inputs.get(2).problem());
    // Their results would be slide-2-mask.
    assertTrue(inputs.get(3).problem().contains("slide-2.tif"), inputs.get(3).problem());
    assertEquals(2, list(images.resolve("sub/slide.ome.zarr")).size());
    final ImageInput one = list(images.resolve("sub/slide.ome.zarr/1")).get(0);
    assertEquals("1", one.title());
  }

  /** Looking for files of one name must not take the square of their number. */
  @Test
  void manyFilesAreListedInSeconds() throws IOException {
    for (int i = 0; i < 30_000; i++) {
      Files.createFile(images.resolve("stack" + i + ".tif"));
    }
    final List<ImageInput> inputs =
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> list(images));
    assertEquals(30_000, inputs.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "color=red          | Argument 'color=red' is not known",
        "recursive=yes      | Argument 'recursive' is 'yes'; give true or false.",
        "block_size=0       | Argument 'block_size' is '0'; give a whole number from 1 on.",
        "tile_size=big      | Argument 'tile_size' is 'big'; give a whole number from 0 on.",
        "outputs=masks      | 'outputs'",
        "precision=DOUBLE   | 'DOUBLE'"
      })
  void wrongArgumentsAreNamed(String argument, String wanted) {
    final String message =
        assertThrows(IllegalArgumentException.class, () -> list(images, argument)).getMessage();
    assertTrue(message.contains(wanted), message);
  }

  @Test
  void pathsThatCantBeAreNamed() {
    final String message =
        assertThrows(IllegalArgumentException.class, () -> list(images, "output=a\0b"))
            .getMessage();
    assertTrue(
        message.startsWith("Argument 'output' is 'a") && message.contains("LC_ALL"), message);
  }
}
