package sc.fiji.duosegnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;
import sc.fiji.duosegnet.engine.OtherJava;

/**
 * Spark's own master and workers on the loopback interface, each a JVM of its own, with nothing but
 * jars of the build: {@code jars/} of a Spark installation is a folder of links to them. The
 * plugin's jars come from the assembled ImageJ folder, as the README says.
 */
public final class SparkCluster implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 180;
  private static final Pattern ADDRESS = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");

  private final Path home;
  private final Path imagej;
  private final List<Process> workers = new ArrayList<>();
  private Process master;
  private String address;

  /**
   * @param home folder for everything that Spark writes
   * @param imagej assembled ImageJ folder
   */
  public SparkCluster(Path home, Path imagej) throws IOException {
    this.home = home;
    this.imagej = imagej.toAbsolutePath();
    final Path jars = Files.createDirectories(home.resolve("jars"));
    final String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (final String entry : classPath.split(File.pathSeparator)) {
      final Path jar = Path.of(entry).toAbsolutePath();
      // What is the plugin's and the engine's own is not in a Spark installation.
      if (entry.endsWith(".jar")
          && entry.matches(
              ".*[\\\\/](org[\\\\/]apache|com|io|jakarta|org"
                  + "[\\\\/](scala-lang|json4s|glassfish|slf4j|roaringbitmap|lz4|xerial|objenesis"
                  + "|fusesource|rocksdb|eclipse|javassist|jvnet)|net|commons[^\\\\/]*|javax|oro)[\\\\/].*")) {
        final Path link = jars.resolve(jar.getFileName().toString());
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, jar);
        }
      }
    }
  }

  /**
   * Starts a master and workers.
   *
   * @param count workers, of one core each
   */
  public void start(int count) throws IOException, InterruptedException {
    final Path log = home.resolve("master.txt");
    master =
        java(
            log,
            "256m",
            "org.apache.spark.deploy.master.Master",
            "--port",
            "0",
            "--webui-port",
            "0");
    await("master", master, log, () -> ADDRESS.matcher(read(log)).find());
    final Matcher found = ADDRESS.matcher(read(log));
    assertTrue(found.find());
    address = found.group();
    for (int i = 1; i <= count; i++) {
      final Path own = home.resolve("worker" + i + ".txt");
      workers.add(
          java(
              own,
              "256m",
              "org.apache.spark.deploy.worker.Worker",
              "--port",
              "0",
              "--webui-port",
              "0",
              "--cores",
              "1",
              "--memory",
              "2g",
              "--work-dir",
              home.resolve("worker" + i).toString(),
              address));
    }
    for (int i = 1; i <= count; i++) {
      final Path own = home.resolve("worker" + i + ".txt");
      await("worker", workers.get(i - 1), own, () -> read(own).contains("registered with master"));
    }
  }

  /**
   * Starts a job on the cluster.
   *
   * @param log takes what it prints
   * @param main its main class
   */
  public Process submit(Path log, String main, List<String> settings, List<String> arguments)
      throws IOException {
    final List<String> command = new ArrayList<>();
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(List.of("--master", address, "--class", main));
    final List<String> all = new ArrayList<>(settings);
    all.add("spark.executor.extraClassPath=" + plugin());
    all.add("spark.executor.memory=700m");
    all.add(
        "spark.executor.extraJavaOptions=" + OtherJava.SHORT_LIVED + " -Djava.io.tmpdir=" + home);
    all.add("spark.ui.enabled=false");
    all.add("spark.driver.host=127.0.0.1");
    all.add("spark.driver.bindAddress=127.0.0.1");
    all.forEach(setting -> command.addAll(List.of("--conf", setting)));
    command.add(jar().toString());
    command.addAll(arguments);
    return java(log, "512m", command.toArray(new String[0]));
  }

  /** Waits until a job has ended and returns its exit status. */
  public static int status(Process job, Path log) throws InterruptedException {
    assertTrue(job.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), () -> "no end: " + read(log));
    return job.exitValue();
  }

  /** Returns the master's process. */
  public Process master() {
    return master;
  }

  /**
   * Kills an executor in the midst of a task. One that has just ended a task loses nothing, so all
   * stand still until the driver has given each of them another one.
   *
   * @param log what the job prints; it must have more tasks left than there are executors
   */
  public void killWorkingExecutor(Path log) throws IOException, InterruptedException {
    final List<ProcessHandle> executors = workers.stream().flatMap(Process::children).toList();
    signal("STOP", executors);
    await("task for each executor", master, log, () -> runningTasks(log) == executors.size());
    executors.get(0).destroyForcibly();
    signal("CONT", executors.subList(1, executors.size()));
  }

  private static int runningTasks(Path log) {
    final String text = read(log);
    return count(text, "Starting task ") - count(text, "Finished task ");
  }

  private static int count(String text, String words) {
    return text.split(Pattern.quote(words), -1).length - 1;
  }

  private static void signal(String name, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    for (final ProcessHandle process : processes) {
      final ProcessBuilder kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()));
      assertEquals(0, kill.inheritIO().start().waitFor());
    }
  }

  /** Waits until something is true, as long as a process runs. */
  public static void await(String what, Process process, Path log, BooleanSupplier condition)
      throws InterruptedException {
    final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(
          process.isAlive() && System.nanoTime() < end, () -> "no " + what + ": " + read(log));
      Thread.sleep(20);
    }
  }

  private Path jar() throws IOException {
    try (var files = Files.list(imagej.resolve("plugins"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }

  private String plugin() {
    return String.join(
        File.pathSeparator,
        imagej.resolve("ij.jar").toString(),
        imagej.resolve("plugins") + File.separator + "*",
        imagej.resolve("plugins/jars") + File.separator + "*");
  }

  private Process java(Path log, String heap, String... command) throws IOException {
    final List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.add(OtherJava.SHORT_LIVED);
    all.add("-Xmx" + heap);
    all.add("-Djava.io.tmpdir=" + home);
    all.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    all.add("-cp");
    all.add(plugin() + File.pathSeparator + home.resolve("jars") + File.separator + "*");
    all.addAll(List.of(command));
    final ProcessBuilder builder = new ProcessBuilder(all).directory(home.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_MASTER_HOST", "127.0.0.1");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return builder.start();
  }

  static String read(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (final IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (final Process worker : workers) {
      final List<ProcessHandle> executors = worker.children().toList();
      worker.destroyForcibly().onExit().join();
      executors.forEach(ProcessHandle::destroyForcibly);
    }
    if (master != null) {
      master.destroyForcibly().onExit().join();
    }
    for (final File link : home.resolve("jars").toFile().listFiles()) {
      Files.delete(link.toPath());
    }
  }
}
