package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;

/** Canceling ends a training soon and leaves no file, whichever way the host says it. */
class CancelTest {

  private static final long LIMIT_MILLIS = 1500; // a second, and a busy machine

  @TempDir Path folder;
  private final CountDownLatch training = new CountDownLatch(1);
  private volatile Task task;

  @Test
  void cancelableFlagEndsTheTraining() throws Exception {
    final CommandModule module = open();
    final Thread thread = startTraining(module);
    final long start = System.nanoTime();
    module.cancel("enough");
    assertEnds(thread, start);
  }

  @Test
  void cancelingTheTaskEndsTheTraining() throws Exception {
    final Thread thread = startTraining(open());
    final long start = System.nanoTime();
    task.cancel("enough");
    assertEnds(thread, start);
  }

  @Test
  void escapeEndsATrainingThatHasNoWindow() throws Exception {
    final Thread thread = startTraining(open());
    final long start = System.nanoTime();
    IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    try {
      assertEnds(thread, start);
    } finally {
      IJ.resetEscape();
    }
  }

  private Thread startTraining(CommandModule module) throws InterruptedException {
    final Thread thread = new Thread(module);
    thread.start();
    assertTrue(training.await(60, TimeUnit.SECONDS), "the training did not start");
    assertTrue(thread.isAlive());
    return thread;
  }

  private void assertEnds(Thread thread, long start) throws Exception {
    thread.join(TimeUnit.SECONDS.toMillis(30));
    final long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertFalse(thread.isAlive());
    assertTrue(millis < LIMIT_MILLIS, "took " + millis + " ms");
    try (Stream<Path> files = Files.list(folder.resolve("models"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  private CommandModule open() throws Exception {
    final Path images = folder.resolve("images");
    TrialImages.write(images);
    final Context context = new Context(LogService.class, TaskService.class, EventService.class);
    context.service(EventService.class).subscribe(this);
    final CommandModule module = (CommandModule) new CommandInfo(Train.class).createModule();
    context.inject(module.getCommand());
    module.setInput("image", IJ.openImage(images.resolve("stack.tif").toString()));
    module.setInput("mask", IJ.openImage(images.resolve("stack-masks.tif").toString()));
    module.setInput("iterations", 100_000);
    module.setInput("width", 4);
    module.setInput("patch_size", 32);
    module.setInput("model_file", modelFile().toFile());
    return module;
  }

  private Path modelFile() throws IOException {
    return Files.createDirectories(folder.resolve("models")).resolve("model.zip");
  }

  /** Called by SciJava at each step. */
  @EventHandler
  void onEvent(TaskEvent event) {
    task = event.getTask();
    if (task.getProgressValue() > 0) {
      training.countDown();
    }
  }
}
