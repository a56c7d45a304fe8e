package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;

/**
 * The host's Bio-Formats, which Fiji has and plain ImageJ has not: called by name, as it is not to
 * be had where this program is built. Opens all series of a file, planes one by one when they are
 * needed.
 */
final class BioFormats {

  private static final String OPTIONS = "loci.plugins.in.ImporterOptions";
  private static final String OPENER = "loci.plugins.BF";

  private final Class<?> options;
  private final Class<?> opener;

  private BioFormats(Class<?> options, Class<?> opener) {
    this.options = options;
    this.opener = opener;
  }

  /**
   * Looks for Bio-Formats.
   *
   * @param loader the host's loader of plugins
   * @return Bio-Formats, or null if the host has none
   */
  static BioFormats of(ClassLoader loader) {
    try {
      return new BioFormats(loader.loadClass(OPTIONS), loader.loadClass(OPENER));
    } catch (final ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  /**
   * Opens all series of a file. With several, their titles have numbers: {@code scan-1.lif}, {@code
   * scan-2.lif}.
   *
   * @return at least one image, not shown
   * @throws IOException if Bio-Formats can't read the file, with its reason
   */
  List<ImagePlus> open(Path file) throws IOException {
    final ImagePlus[] images;
    try {
      final Object wanted = options.getConstructor().newInstance();
      set(wanted, "setId", String.class, file.toAbsolutePath().toString());
      set(wanted, "setOpenAllSeries", boolean.class, true);
      set(wanted, "setVirtual", boolean.class, true);
      set(wanted, "setQuiet", boolean.class, true);
      set(wanted, "setShowROIs", boolean.class, false);
      set(wanted, "setColorMode", String.class, "Grayscale");
      images = (ImagePlus[]) opener.getMethod("openImagePlus", options).invoke(null, wanted);
    } catch (final InvocationTargetException e) {
      throw new IOException("Bio-Formats: " + e.getCause().getMessage(), e.getCause());
    } catch (final ReflectiveOperationException e) {
      throw new IOException("Bio-Formats is of another version: " + e.getMessage(), e);
    }
    if (images == null || images.length == 0) {
      throw new IOException("Bio-Formats found no image in it");
    }
    final String name = file.toFile().getName();
    final int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
    for (int i = 0; i < images.length; i++) {
      images[i].setTitle(
          images.length == 1 ? name : name.substring(0, dot) + "-" + (i + 1) + name.substring(dot));
    }
    return List.of(images);
  }

  private void set(Object wanted, String method, Class<?> type, Object value)
      throws ReflectiveOperationException {
    options.getMethod(method, type).invoke(wanted, value);
  }
}
