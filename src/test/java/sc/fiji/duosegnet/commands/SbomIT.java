package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The packages' list of their parts names all jars in them, by version and checksum. */
class SbomIT {

  private static final String SBOM = "licenses/Duo-SegNet/Duo-SegNet-sbom.json";

  /** The host, which the program is built with and the packages are for. */
  private static final String HOST = "ij";

  @Test
  void theListNamesEachJarOfThePackageForImageJ() throws IOException {
    final Map<String, Map<?, ?>> listed = new TreeMap<>(); // by SHA-256
    final Map<String, String> shipped = new TreeMap<>();
    try (ZipFile zip = new ZipFile(Path.of(System.getProperty("imagej.package")).toFile())) {
      for (final Object component : components(zip)) {
        final Map<?, ?> part = (Map<?, ?>) component;
        assertFalse(((List<?>) part.get("licenses")).isEmpty(), part.toString());
        listed.put(sha256(part), part);
      }
      for (final ZipEntry entry : zip.stream().filter(e -> isJar(e.getName())).toList()) {
        try (InputStream content = zip.getInputStream(entry)) {
          shipped.put(sha256(content), entry.getName());
        }
      }
    }
    assertTrue(shipped.size() >= 10, shipped.toString());
    shipped.forEach(
        (sha256, name) -> {
          assertTrue(listed.containsKey(sha256), name + " is not in the list");
          final Map<?, ?> part = listed.get(sha256);
          assertTrue(
              name.contains("/" + part.get("name") + "-" + part.get("version")),
              name + ": " + part);
          assertTrue(((String) part.get("purl")).startsWith("pkg:maven/"), part.toString());
        });
    final Set<String> others = new HashSet<>(listed.keySet());
    others.removeAll(shipped.keySet());
    assertEquals(
        List.of(HOST), others.stream().map(sha256 -> listed.get(sha256).get("name")).toList());
  }

  @Test
  void bothPackagesHaveIt() throws IOException {
    try (ZipFile fiji = new ZipFile(Path.of(System.getProperty("fiji.package")).toFile())) {
      assertTrue(components(fiji).size() >= 10);
    }
  }

  /** The plugin itself is what the list is of. */
  private static boolean isJar(String name) {
    return name.endsWith(".jar") && !name.contains("/Duo_SegNet-");
  }

  private static List<?> components(ZipFile zip) throws IOException {
    try (InputStream content = zip.getInputStream(zip.getEntry(SBOM))) {
      // JSON is YAML.
      final Map<String, Object> sbom =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(new String(content.readAllBytes(), StandardCharsets.UTF_8));
      assertEquals("CycloneDX", sbom.get("bomFormat"));
      assertEquals(
          "Duo_SegNet",
          ((Map<?, ?>) ((Map<?, ?>) sbom.get("metadata")).get("component")).get("name"));
      return (List<?>) sbom.get("components");
    }
  }

  private static String sha256(Map<?, ?> part) {
    for (final Object hash : (List<?>) part.get("hashes")) {
      if ("SHA-256".equals(((Map<?, ?>) hash).get("alg"))) {
        return (String) ((Map<?, ?>) hash).get("content");
      }
    }
    throw new AssertionError(part + " has no checksum");
  }

  private static String sha256(InputStream content) throws IOException {
    try {
      final MessageDigest digest = MessageDigest.getInstance("SHA-256");
      final byte[] buffer = new byte[1 << 16];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
