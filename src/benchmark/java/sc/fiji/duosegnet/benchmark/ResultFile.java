package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Finished runs, one row each; a run is known by its first columns. */
final class ResultFile {

  private static final String HEADER =
      "method,variant,fraction,seed,width,patch,iterations,minutes,"
          + "dsc_pooled,dsc_image,mae_percent,commit,"
          + "dsc_pooled_1,dsc_image_1,mae_percent_1,dsc_pooled_2,dsc_image_2,mae_percent_2,"
          + "validation_dice,best_iteration,labeled,unlabeled";

  private final Path file;

  ResultFile(Path file) throws IOException {
    this.file = file;
    if (!Files.exists(file)) {
      final Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, HEADER + "\n");
    }
  }

  boolean has(String key) throws IOException {
    return Files.readAllLines(file).stream().anyMatch(line -> line.startsWith(key + ","));
  }

  void add(String row) throws IOException {
    Files.writeString(file, row + "\n", StandardOpenOption.APPEND);
    System.out.println(HEADER);
    System.out.println(row);
  }
}
