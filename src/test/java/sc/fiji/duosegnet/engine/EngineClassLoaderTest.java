package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.data.ImageBatch;

/** The engine's classes are its own, whatever the host has on its class path. */
class EngineClassLoaderTest {

  @TempDir Path folder;
  private URLClassLoader host;
  private EngineClassLoader loader;

  /** A host with classes and files of TensorFlow's, JavaCPP's and protobuf's names. */
  @BeforeEach
  void makeHost() throws Exception {
    Compiled.into(folder, "org.tensorflow.Graph", "public final class Graph { }");
    Compiled.into(folder, "org.tensorflow.OnlyInOld", "public final class OnlyInOld { }");
    Compiled.into(folder, "org.bytedeco.javacpp.Loader", "public class Loader { }");
    Compiled.into(folder, "com.google.protobuf.Message", "public class Message { }");
    Files.writeString(folder.resolve("org/bytedeco/javacpp/native.txt"), "of the host");
    Files.createDirectories(folder.resolve("META-INF"));
    Files.writeString(folder.resolve("META-INF/neighbor.txt"), "of the host");
    host = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    loader =
        new EngineClassLoader(
            EngineLocator.ownLocation(), EngineLocator.jars(EngineLocator.folder()), host);
  }

  @AfterEach
  void close() throws Exception {
    loader.close();
    host.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.tensorflow.Graph",
        "org.bytedeco.javacpp.Loader",
        "com.google.protobuf.Message"
      })
  void classesOfTheHostWithTheSameNameAreNotSeen(String name) throws Exception {
    final Class<?> ofHost = Class.forName(name, false, host);
    final Class<?> own = Class.forName(name, false, loader);
    assertSame(host, ofHost.getClassLoader());
    assertSame(loader, own.getClassLoader());
    assertTrue(
        own.getProtectionDomain().getCodeSource().getLocation().getPath().endsWith(".jar"),
        () -> own.getProtectionDomain().getCodeSource().toString());
  }

  @Test
  void whatOnlyTheHostHasIsNotFound() throws Exception {
    assertNotNull(Class.forName("org.tensorflow.OnlyInOld", false, host));
    assertThrows(
        ClassNotFoundException.class,
        () -> Class.forName("org.tensorflow.OnlyInOld", false, loader));
  }

  @Test
  void filesFollowTheSameRule() throws Exception {
    final String file = "org/bytedeco/javacpp/native.txt";
    assertNotNull(host.getResource(file));
    assertNull(loader.getResource(file));
    assertFalse(loader.getResources(file).hasMoreElements());
    final String shared = "org/tensorflow/Graph.class";
    final List<URL> found = Collections.list(loader.getResources(shared));
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.get(0).toString().startsWith("jar:"), found.toString());
  }

  @Test
  void otherFilesOfTheHostAreFoundOnce() throws Exception {
    assertNotNull(loader.getResource("META-INF/neighbor.txt"));
    assertEquals(1, Collections.list(loader.getResources("META-INF/neighbor.txt")).size());
  }

  @Test
  void typesOfTheBoundaryAreTheHosts() throws Exception {
    assertSame(ImageBatch.class, Class.forName(ImageBatch.class.getName(), false, loader));
    assertSame(Engine.class, Class.forName(Engine.class.getName(), false, loader));
    final String implementation = EngineClassLoader.ENGINE_PACKAGE + "TensorFlowEngine";
    assertSame(loader, Class.forName(implementation, false, loader).getClassLoader());
  }
}
