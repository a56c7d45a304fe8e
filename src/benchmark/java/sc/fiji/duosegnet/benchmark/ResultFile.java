package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Finished runs, one row each; a run is known by its first columns. Several processes may add rows.
 */
final class ResultFile {

  /** Columns of a run's main scores. */
  static final String HEADER =
      "method,variant,fraction,seed,width,patch,iterations,minutes,"
          + "dsc_pooled,dsc_image,mae_percent,commit,"
          + "dsc_pooled_1,dsc_image_1,mae_percent_1,dsc_pooled_2,dsc_image_2,mae_percent_2,"
          + "validation_dice,best_iteration,labeled,unlabeled";

  private final CsvTable table;

  ResultFile(Path file, String header) {
    table = new CsvTable(file, header);
  }

  /** Returns the table of further measures that lies beside one of main scores. */
  static Path measures(Path main) {
    return Path.of(main.toString().replaceFirst("\\.csv$", "") + "-measures.csv");
  }

  boolean has(String key) throws IOException {
    return Files.exists(table.file())
        && Files.readAllLines(table.file()).stream().anyMatch(line -> line.startsWith(key + ","));
  }

  void add(String row) throws IOException {
    final Path lock = Path.of(table.file() + ".lock").toAbsolutePath();
    Files.createDirectories(lock.getParent());
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      table.append(List.of(row));
    }
    System.out.println(table.header());
    System.out.println(row);
  }
}
