package sc.fiji.duosegnet.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;

/** Changes of the networks within a model file, with checksums that are right. */
public final class Networks {

  static final String BUNDLE = "tensorflow_saved_model_bundle.zip";
  private static final String GRAPH = "saved_model.pb";

  /** Ops of one length, so that the message around them stays what it is. */
  private static final List<List<String>> OPS =
      List.of(
          List.of("Identity", "ReadFile", "ConcatV2", "ZerosLik"),
          List.of("LeakyRelu", "WriteFile", "RestoreV2"),
          List.of("Conv2D", "PyFunc", "MatMul", "SaveV2", "Assign"),
          List.of("Slice", "Print", "Shape", "Const"),
          List.of("Relu", "Exit", "NoOp"),
          List.of("Sigmoid", "MaxPool", "AvgPool", "Reshape", "BiasAdd"),
          List.of("Add", "Sub", "Mul", "Abs"),
          List.of("SAME", "VALI"),
          List.of("NHWC", "NCHW"),
          List.of("save/filename", "save/Const_00"),
          List.of("serve", "train"));

  private Networks() {}

  /** Returns a model file whose networks have changes, blind ones or of what they consist of. */
  public static byte[] change(byte[] model, Random random) {
    final Map<String, byte[]> entries = Zips.entries(model);
    final Map<String, byte[]> bundle = Zips.entries(entries.get(BUNDLE));
    final List<String> names =
        new ArrayList<>(bundle.keySet().stream().filter(name -> !name.endsWith("/")).toList());
    final String one = random.nextInt(3) > 0 ? GRAPH : names.get(random.nextInt(names.size()));
    bundle.put(one, changed(one, bundle.get(one), random));
    if (random.nextInt(10) == 0) {
      bundle.remove(names.get(random.nextInt(names.size())));
    }
    entries.put(BUNDLE, Zips.zip(bundle, Deflater.BEST_SPEED));
    Checksums.sealPackage(entries);
    return Zips.zip(entries, Deflater.NO_COMPRESSION);
  }

  private static byte[] changed(String name, byte[] bytes, Random random) {
    if (name.equals(GRAPH) && random.nextInt(6) > 0) {
      return switch (random.nextInt(4)) {
        case 0 -> renamed(bytes, random);
        case 1 -> numbers(bytes, random);
        default -> Protos.change(bytes, random);
      };
    }
    return name.equals(GRAPH) || random.nextBoolean()
        ? Blind.change(bytes, random)
        : numbers(bytes, random);
  }

  /** Puts one word in the place of another, once or wherever it is. */
  private static byte[] renamed(byte[] bytes, Random random) {
    final List<String> words = OPS.get(random.nextInt(OPS.size()));
    final String from = words.get(0);
    final String to = words.get(1 + random.nextInt(words.size() - 1));
    final String text = new String(bytes, StandardCharsets.ISO_8859_1);
    final String changed;
    if (random.nextBoolean()) {
      changed = text.replace(from, to);
    } else {
      final List<Integer> places = new ArrayList<>();
      for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + 1)) {
        places.add(at);
      }
      final int at = places.isEmpty() ? 0 : places.get(random.nextInt(places.size()));
      changed =
          places.isEmpty() ? text : text.substring(0, at) + to + text.substring(at + from.length());
    }
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Changes single small numbers: lengths, strides, types, places of inputs. */
  private static byte[] numbers(byte[] bytes, Random random) {
    final byte[] changed = bytes.clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(changed.length);
      for (int tries = 0; tries < 1000 && (changed[at] < 0 || changed[at] > 64); tries++) {
        at = random.nextInt(changed.length);
      }
      changed[at] = (byte) (random.nextBoolean() ? random.nextInt(128) : 0);
    }
    return changed;
  }
}
