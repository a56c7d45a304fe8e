package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.engine.OtherJava;

/** Folders go with their programs, at the latest when another one starts. */
class TemporaryFolderTest {

  @TempDir Path work;

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void closingDeletesTheFolder() throws IOException {
    final Path first;
    try (TemporaryFolder folder = new TemporaryFolder(work);
        TemporaryFolder other = new TemporaryFolder(work)) {
      first = folder.path();
      assertTrue(Files.isDirectory(first) && Files.isDirectory(other.path()));
      Files.createDirectories(first.resolve("a/b"));
    }
    assertFalse(Files.exists(first));
    assertEquals(List.of(), list(work));
  }

  @Test
  void aKilledProgramsFolderIsDeletedAtTheNextStart() throws Exception {
    final Path parent = Files.createDirectory(work.resolve("temporary"));
    final Path ready = work.resolve("ready");
    final Process other =
        OtherJava.of(List.of(), HoldingProcess.class, parent, ready).inheritIO().start();
    final Path theirs;
    try {
      for (int i = 0; i < 600 && !Files.exists(ready); i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      theirs = list(parent).get(0);
      // As a process does that starts now, while the other one still runs.
      HeldFile.clear(
          Files.createFile(parent.resolve("mine")),
          "duosegnet-model-",
          "",
          folder -> folder.resolve(".held"),
          folder -> {
            throw new AssertionError(folder + " is in use");
          });
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertTrue(Files.exists(theirs.resolve("files/saved-model/a")));
    final Path older = Files.createDirectory(parent.resolve("duosegnet-model-123"));
    try (TemporaryFolder folder = new TemporaryFolder(parent)) {
      assertFalse(Files.exists(theirs));
      assertTrue(Files.isDirectory(folder.path()));
      assertTrue(Files.isDirectory(older), "nothing tells whether somebody uses it");
    }
  }

  @Test
  void anotherMachinesFilesMustBeOldToo() throws IOException {
    final Path young = Files.createFile(work.resolve("a-elsewhere-1-2.raw"));
    final Path old = Files.createFile(work.resolve("a-elsewhere-1-3.raw"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    final Path unrelated = Files.createFile(work.resolve("b-elsewhere-1-3.raw"));
    Files.setLastModifiedTime(unrelated, Files.getLastModifiedTime(old));
    try (HeldFile own = HeldFile.create(work, "a-", ".raw")) {
      Files.setLastModifiedTime(own.path(), Files.getLastModifiedTime(old));
      HeldFile.clear(own.path(), "a-", ".raw", UnaryOperator.identity(), Files::delete);
      assertTrue(Files.exists(own.path()));
    }
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young) && Files.exists(unrelated));
  }
}
