package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.imglib2.img.array.ArrayImgs;
import sc.fiji.duosegnet.TinyModel;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.hostile.Networks;
import sc.fiji.duosegnet.hostile.Outcome;

/**
 * Segments with models whose networks were changed, as {@link FuzzedNetworks} wants it, and says
 * what became of each: number, kind, milliseconds, megabytes of the process, text.
 */
public final class FuzzedSegmentation {

  private static final int SIZE = 40;

  private FuzzedSegmentation() {}

  /**
   * @param args folder, number of the first file, number of files
   */
  public static void main(String[] args) throws IOException {
    final Path folder = Path.of(args[0]);
    final Path good = folder.resolve("networks.zip");
    if (!Files.exists(good)) {
      TinyModel.write(good);
    }
    final byte[] zip = Files.readAllBytes(good);
    final Path file = folder.resolve("changed.zip");
    final long first = Long.parseLong(args[1]);
    for (long i = first; i < first + Long.parseLong(args[2]); i++) {
      Files.write(file, Networks.change(zip, new Random(i)));
      final long start = System.nanoTime();
      final Outcome opened = Outcome.of(file, () -> segment(file));
      final Outcome outcome =
          left().isEmpty() ? opened : new Outcome(Outcome.Kind.FAILURE, "leaves " + left());
      System.out.println(
          i
              + "\t"
              + outcome.kind()
              + "\t"
              + (System.nanoTime() - start) / 1_000_000
              + "\t"
              + ResidentMemory.mostMegabytes()
              + "\t"
              + outcome.text());
    }
    System.exit(0);
  }

  /** Returns the folders of models that are not deleted. */
  private static List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("duosegnet"))
          .toList();
    }
  }

  private static Object segment(Path file) throws IOException {
    try (Segmenter segmenter = Segmenter.open(file, 0, 1)) {
      return segmenter.segment(
          ArrayImgs.floats(new float[SIZE * SIZE], SIZE, SIZE, 1), () -> false);
    }
  }
}
