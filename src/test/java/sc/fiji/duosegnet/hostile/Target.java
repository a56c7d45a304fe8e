package sc.fiji.duosegnet.hostile;

import java.nio.file.Path;
import java.util.Random;

/** A kind of file that may come from anywhere, and what opens it. */
public interface Target {

  /** Returns the name of a file of this kind. */
  String fileName();

  /** Returns the bytes of a good file. */
  byte[] good(Random random);

  /** Changes them, knowing what they mean. */
  byte[] changed(byte[] good, Random random);

  /**
   * Opens a file as the program does.
   *
   * @throws Exception as the program does
   */
  void open(Path file) throws Exception;

  /** Returns a file's bytes after one change, blind or not. */
  default byte[] mutated(Random random) {
    final byte[] good = good(random);
    return random.nextInt(3) == 0 ? Blind.change(good, random) : changed(good, random);
  }
}
