package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.Roi;
import ij.io.RoiEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a folder Segment Folder takes for images. */
class FileTreeTest {

  @TempDir Path work;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(work.resolve("images"));
  }

  private void write(String... names) throws IOException {
    for (final String name : names) {
      final Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  private static List<String> names(List<Path> paths) {
    return paths.stream().map(path -> path.toString().replace('\\', '/')).toList();
  }

  private List<String> list(String pattern, Path output) throws IOException {
    return names(FileTree.list(folder, pattern, true, output).part(1, 1));
  }

  @Test
  void textsTablesAndRoisAreLeftOut() throws IOException {
    write("a.tif", "a.txt", "a.xml", "b.png", "b.roi", "Notes.DOCX", "sub/Thumbs.db", "sub/c.tif");
    write("summary.csv", "summary-1-of-2.csv.tmp", "broken.zip", ".hidden.tif", ".x/d.tif");
    try (ZipOutputStream rois =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("a.zip")))) {
      rois.putNextEntry(new ZipEntry("0001.roi"));
      rois.write(RoiEncoder.saveAsByteArray(new Roi(1, 1, 5, 5)));
    }
    final Path output = work.resolve("results");
    // What may be an image is not left out: its row says what is wrong with it.
    assertEquals(List.of("a.tif", "b.png", "broken.zip", "sub/c.tif"), list("", output));
    assertEquals(List.of("a.tif"), list("a*", output));
    // Some microscopes' formats begin with a text, which Bio-Formats opens.
    assertEquals(List.of("a.tif", "a.xml", "sub/c.tif"), list("*.{tif,XML}", output));
    assertEquals(List.of("a.txt"), list("*.txt", output));
    final IOException none =
        assertThrows(
            IOException.class, () -> FileTree.list(folder.resolve(".x"), "*.xml", true, output));
    assertTrue(none.getMessage().contains("has no file that matches '*.xml';"), none.getMessage());
  }

  /** Whatever the jobs before have written, each job's list must be the same. */
  @Test
  void resultsInTheFolderItselfAreLeftOut() throws IOException {
    final String[] images = {"a.tif", "b.czi", "c.lif", "d-mask.tif", "e.png", "sub/a.ome.tif"};
    write(images);
    assertEquals(List.of(images), list("", folder));
    write("a-mask.tif", "a-confidence.tif", "b.czi-mask.tif", "c-1.lif-mask.tif", "b-mask.tif");
    write("c-12.lif-view1.tif", "e-mask.tif", "sub/a.ome-probability.tif", "d-mask-critic.tif");
    write("summary-1-of-3.csv", "summary-2-of-3.csv.tmp", ".planes12.raw.tif");
    assertEquals(List.of(images), list("", folder));
    // An image that the pattern leaves out has results all the same.
    assertEquals(List.of("a.tif", "d-mask.tif", "sub/a.ome.tif"), list("*.tif", folder));
    final List<String> parts = new ArrayList<>();
    for (int part = 1; part <= 4; part++) {
      parts.addAll(names(FileTree.list(folder, "", true, folder).part(part, 4)));
    }
    assertEquals(List.of(images), parts.stream().sorted().toList());
    // With another folder of results, names such as embryo-view1 are those of images.
    assertTrue(list("", work.resolve("results")).contains("a-mask.tif"));
  }

  @Test
  void resultsBelowTheFolderAreLeftOutAndThoseAboveDoNotMatter() throws IOException {
    write("a.tif", "results/a-mask.tif", "results/sub/b.tif");
    assertEquals(List.of("a.tif"), list("", folder.resolve("results")));
    assertEquals(List.of("a.tif"), list("a.tif", work));
  }

  /** Twins are files whose results have the same names. */
  @Test
  void filesOfOneNameAreTwinsIfTheirResultsAre() throws IOException {
    write("a.lif", "a.czi", "b.tif", "b.PNG", "sub/b.tif");
    final FileTree tree = FileTree.list(folder, "", true, work.resolve("results"));
    assertNull(tree.twin(Path.of("a.lif")));
    assertNull(tree.twin(Path.of("a.czi")));
    assertEquals(Path.of("b.PNG"), tree.twin(Path.of("b.tif")));
    assertNotNull(tree.twin(Path.of("b.PNG")));
    assertNull(tree.twin(Path.of("sub/b.tif")));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // links are for administrators there
  void linksAreFollowed() throws IOException {
    write("a.tif", "sub/b.tif");
    final Path elsewhere = Files.createDirectory(work.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("c.tif"), "");
    Files.createSymbolicLink(folder.resolve("linked.tif"), elsewhere.resolve("c.tif"));
    Files.createSymbolicLink(folder.resolve("far"), elsewhere);
    // Lost images are no reason to be silent: their row says that they do not exist.
    Files.createSymbolicLink(folder.resolve("lost.tif"), elsewhere.resolve("none.tif"));
    final Path link = Files.createSymbolicLink(work.resolve("link"), folder);
    final Path output = work.resolve("results");
    final List<String> all = List.of("a.tif", "far/c.tif", "linked.tif", "lost.tif", "sub/b.tif");
    assertEquals(all, names(FileTree.list(link, "", true, output).part(1, 1)));
    assertEquals(
        List.of("a.tif", "linked.tif", "lost.tif"),
        names(FileTree.list(link, "", false, output).part(1, 1)));
    assertEquals(
        List.of("a", "far/c", "linked", "lost", "sub/b"),
        List.copyOf(FilesByName.list("input", link, Subfolders.but(true)).files().keySet()));
    // The same folder, by another path.
    write("a-mask.tif");
    assertEquals(all, names(FileTree.list(link, "", true, folder).part(1, 1)));
    Files.writeString(elsewhere.resolve("c-mask.tif"), "");
    assertEquals(
        List.of("a-mask.tif", "a.tif", "linked.tif", "lost.tif", "sub/b.tif"),
        names(FileTree.list(link, "", true, elsewhere).part(1, 1)));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksInACircleEnd() throws IOException {
    write("a.tif", "sub/b.tif");
    Files.createSymbolicLink(folder.resolve("sub/up"), folder);
    Files.createSymbolicLink(folder.resolve("self.tif"), folder.resolve("self.tif"));
    final List<String> files = List.of("a.tif", "self.tif", "sub/b.tif");
    assertEquals(files, list("", work.resolve("results")));
    assertEquals(
        List.of("a", "self", "sub/b"),
        List.copyOf(FilesByName.list("input", folder, Subfolders.but(true)).files().keySet()));
  }
}
