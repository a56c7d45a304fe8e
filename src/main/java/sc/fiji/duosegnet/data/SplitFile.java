package sc.fiji.duosegnet.data;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sc.fiji.duosegnet.model.OneLine;

/**
 * A {@link Split} as a CSV file (RFC 4180, UTF-8): the header {@code image,role}, then one line per
 * image. Roles: {@code labeled} (both views), {@code labeled1}, {@code labeled2}, {@code
 * validation}, {@code unlabeled}, {@code test}.
 */
public final class SplitFile {

  private static final List<String> HEADER = List.of("image", "role");

  /** A million images with long names. */
  private static final int MOST_BYTES = 128 << 20;

  private enum Role {
    LABELED,
    LABELED1,
    LABELED2,
    VALIDATION,
    UNLABELED,
    TEST;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private SplitFile() {}

  /**
   * Writes a split. The file appears complete or not at all; an older one is replaced.
   *
   * @throws IOException if the file can't be written
   */
  public static void write(Path file, Split split) throws IOException {
    final StringBuilder text = new StringBuilder();
    Csv.append(text, HEADER);
    roles(split).forEach((name, role) -> Csv.append(text, List.of(name, role.text())));
    WholeFile.write(file, text.toString());
  }

  /**
   * Reads a split.
   *
   * @throws IOException if the file can't be read or is no split: the message names file and line
   */
  public static Split read(Path file) throws IOException {
    final List<Csv.Row> rows;
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(
          "Split file "
              + file
              + " has more than "
              + MOST_BYTES
              + " bytes; give a table with one line for each image.");
    }
    try {
      rows = Csv.parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (MalformedInputException e) {
      throw new IOException("Split file " + file + " is not UTF-8 text; save it as UTF-8.", e);
    } catch (Csv.SyntaxException e) {
      throw at(file, e.line(), e.getMessage());
    }
    if (rows.isEmpty() || !rows.get(0).fields().equals(HEADER)) {
      throw at(file, 1, "the header is not 'image,role'; put it there");
    }
    final Map<Role, List<String>> lists = new EnumMap<>(Role.class);
    for (final Role role : Role.values()) {
      lists.put(role, new ArrayList<>());
    }
    final Set<String> seen = new HashSet<>();
    for (final Csv.Row row : rows.subList(1, rows.size())) {
      if (row.fields().size() != 2) {
        throw at(file, row.line(), row.fields().size() + " fields; give image and role");
      }
      final String name = row.fields().get(0);
      if (name.isEmpty()) {
        throw at(file, row.line(), "the image name is empty; give one");
      }
      if (!seen.add(name)) {
        throw at(
            file, row.line(), "image '" + OneLine.of(name) + "' comes twice; leave one line of it");
      }
      lists.get(role(file, row)).add(name);
    }
    return new Split(
        joined(lists.get(Role.LABELED), lists.get(Role.LABELED1)),
        joined(lists.get(Role.LABELED), lists.get(Role.LABELED2)),
        lists.get(Role.VALIDATION),
        lists.get(Role.UNLABELED),
        lists.get(Role.TEST));
  }

  private static Role role(Path file, Csv.Row row) throws IOException {
    final Map<String, Role> known = new HashMap<>();
    for (final Role role : Role.values()) {
      known.put(role.text(), role);
    }
    final Role role = known.get(row.fields().get(1));
    if (role == null) {
      throw at(
          file,
          row.line(),
          "role '"
              + OneLine.of(row.fields().get(1))
              + "' is not known; give labeled, labeled1, labeled2, validation, unlabeled or test");
    }
    return role;
  }

  private static Map<String, Role> roles(Split split) {
    final Set<String> second = new HashSet<>(split.view2());
    final Map<String, Role> roles = new LinkedHashMap<>();
    split.view1().forEach(n -> roles.put(n, second.contains(n) ? Role.LABELED : Role.LABELED1));
    split.view2().forEach(name -> roles.putIfAbsent(name, Role.LABELED2));
    split.validation().forEach(name -> roles.put(name, Role.VALIDATION));
    split.unlabeled().forEach(name -> roles.put(name, Role.UNLABELED));
    split.test().forEach(name -> roles.put(name, Role.TEST));
    return roles;
  }

  private static List<String> joined(List<String> first, List<String> second) {
    final List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static IOException at(Path file, int line, String problem) {
    return new IOException("Split file " + file + ", line " + line + ": " + problem + ".");
  }
}
