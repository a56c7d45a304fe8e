package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the engine's files are looked for, and what is said if they are not there. */
class EngineLocatorTest {

  private static final String[] OTHERS = {
    "tensorflow-core-api-1.1.0.jar",
    "tensorflow-core-native-1.1.0.jar",
    "javacpp-1.5.10.jar",
    "protobuf-java-4.32.0.jar"
  };

  @TempDir Path root;
  private final String os = System.getProperty("os.name");
  private final String arch = System.getProperty("os.arch");

  @AfterEach
  void putBack() {
    System.setProperty("os.name", os);
    System.setProperty("os.arch", arch);
    System.clearProperty(EngineLocator.FOLDER_PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plugins/Duo_SegNet.jar", "jars/Duo_SegNet.jar", "plugins/a/b.jar"})
  void theFolderIsFoundFromWhereThePluginLies(String plugin) throws IOException {
    final Path lib = Files.createDirectories(root.resolve("lib/duo-segnet"));
    assertEquals(lib, EngineLocator.folder(root.resolve(plugin)));
  }

  @Test
  void aPropertyNamesAnotherFolder() {
    System.setProperty(EngineLocator.FOLDER_PROPERTY, root.toString());
    assertEquals(root, EngineLocator.folder());
  }

  @Test
  void aMissingFolderIsOneSentence() {
    final Path plugin = root.resolve("plugins/Duo_SegNet.jar");
    assertEquals(
        "The engine's files are missing: no folder 'lib/duo-segnet' was found near '"
            + plugin
            + "'; unpack the plugin's whole archive into the ImageJ or Fiji folder.",
        refusal(() -> EngineLocator.folder(plugin)));
    assertEquals(
        "The engine's folder '"
            + root.resolve("none")
            + "' can't be read; unpack the plugin's archive for "
            + EngineLocator.platform()
            + " into the ImageJ or Fiji folder.",
        refusal(() -> EngineLocator.jars(root.resolve("none"))));
  }

  @Test
  void aMissingNativeJarIsOneSentence() throws IOException {
    platform("Linux", "amd64");
    for (final String jar : OTHERS) {
      Files.createFile(root.resolve(jar));
    }
    Files.createFile(root.resolve("tensorflow-core-native-1.1.0-windows-x86_64.jar"));
    assertEquals(
        "The engine's file 'tensorflow-core-native-*linux-x86_64.jar' is missing in '"
            + root
            + "'; unpack the plugin's archive for linux-x86_64 into the ImageJ or Fiji folder.",
        refusal(() -> EngineLocator.jars(root)));
    Files.createFile(root.resolve("tensorflow-core-native-1.1.0-linux-x86_64.jar"));
    assertEquals(OTHERS.length + 2, EngineLocator.jars(root).size());
    Files.delete(root.resolve("protobuf-java-4.32.0.jar"));
    assertTrue(refusal(() -> EngineLocator.jars(root)).contains("'protobuf-java-*.jar'"));
  }

  @Test
  void anotherVersionIsOneSentence() throws IOException {
    platform("Linux", "amd64");
    for (final String jar : OTHERS) {
      Files.createFile(root.resolve(jar));
    }
    Files.createFile(root.resolve("tensorflow-core-native-1.1.0-linux-x86_64.jar"));
    // What an update leaves that is unpacked over an older one.
    final Path older = Files.createFile(root.resolve("tensorflow-core-api-1.0.0.jar"));
    assertEquals(
        "The engine's file '"
            + older
            + "' is of another version than 1.1.0, which this plugin needs; delete the folder '"
            + root
            + "' and unpack the plugin's archive for linux-x86_64 again.",
        refusal(() -> EngineLocator.jars(root)));
    Files.delete(older);
    final Path longer = Files.createFile(root.resolve("tensorflow-core-api-1.1.01.jar"));
    assertTrue(refusal(() -> EngineLocator.jars(root)).contains(longer + "' is of another"));
    Files.delete(longer);
    assertEquals(OTHERS.length + 1, EngineLocator.jars(root).size());
    Files.createFile(root.resolve("protobuf-java-3.3.1.jar"));
    assertEquals(
        "The engine's folder '"
            + root
            + "' has two versions of a file, protobuf-java-3.3.1.jar and protobuf-java-4.32.0.jar;"
            + " delete the folder and unpack the plugin's archive for linux-x86_64 again.",
        refusal(() -> EngineLocator.jars(root)));
  }

  @Test
  void nativesForGpusAreTakenInPlaceOfTheOthers() throws IOException {
    platform("Linux", "amd64");
    for (final String jar : OTHERS) {
      Files.createFile(root.resolve(jar));
    }
    final String gpu = "tensorflow-core-native-1.1.0-linux-x86_64-gpu.jar";
    Files.createFile(root.resolve(gpu));
    assertEquals(OTHERS.length + 1, EngineLocator.jars(root).size());
    final String plain = "tensorflow-core-native-1.1.0-linux-x86_64.jar";
    Files.createFile(root.resolve(plain));
    assertEquals(
        "The engine's folder '"
            + root
            + "' has two versions of a file, "
            + gpu
            + " and "
            + plain
            + "; delete the folder and unpack the plugin's archive for linux-x86_64 again.",
        refusal(() -> EngineLocator.jars(root)));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64,linux-x86_64",
    "Linux,aarch64,linux-arm64",
    "Mac OS X,aarch64,macosx-arm64",
    "Windows 11,amd64,windows-x86_64"
  })
  void platformsAreThoseOfTheJars(String osName, String osArch, String wanted) {
    platform(osName, osArch);
    assertEquals(wanted, EngineLocator.platform());
  }

  @ParameterizedTest
  @CsvSource({"Mac OS X,x86_64", "Windows 11,aarch64", "SunOS,sparc", "Linux,x86"})
  void anotherPlatformIsOneSentence(String osName, String osArch) {
    platform(osName, osArch);
    assertEquals(
        "TensorFlow is not available for "
            + osName
            + " on "
            + osArch
            + "; use Linux (x86_64, arm64), macOS (Apple silicon) or Windows (x86_64).",
        refusal(EngineLocator::platform));
  }

  private static void platform(String osName, String osArch) {
    System.setProperty("os.name", osName);
    System.setProperty("os.arch", osArch);
  }

  private static String refusal(Executable executable) {
    return assertThrows(EngineException.class, executable).getMessage();
  }
}
