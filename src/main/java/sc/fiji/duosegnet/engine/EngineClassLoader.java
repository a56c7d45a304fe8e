package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds TensorFlow, JavaCPP, protobuf, JNA and the code that uses them apart from the host's class
 * path, where update sites put other versions of the same classes. Those packages are found here or
 * not at all; everything else comes from the host.
 */
final class EngineClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** The package on our side of the boundary. */
  static final String ENGINE_PACKAGE = "sc.fiji.duosegnet.tensorflow.";

  private static final List<String> OWN_PACKAGES =
      List.of(
          ENGINE_PACKAGE,
          "org.tensorflow.",
          "org.bytedeco.",
          "com.google.protobuf.",
          "com.sun.jna.");

  EngineClassLoader(Path ownLocation, List<Path> jars, ClassLoader parent) {
    super("duo-segnet-engine", urls(ownLocation, jars, parent), parent);
  }

  private static URL[] urls(Path ownLocation, List<Path> jars, ClassLoader parent) {
    final Set<String> urls = new LinkedHashSet<>();
    try {
      urls.add(ownLocation.toUri().toURL().toExternalForm());
      // A build keeps the package in more than one folder: classes and test classes.
      final String folder = ENGINE_PACKAGE.replace('.', '/');
      for (final URL url : Collections.list(parent.getResources(folder))) {
        final String form = url.toExternalForm();
        if (form.startsWith("file:")) {
          urls.add(form.substring(0, form.length() - folder.length()));
        }
      }
      for (final Path jar : jars) {
        urls.add(jar.toUri().toURL().toExternalForm());
      }
      final List<URL> list = new ArrayList<>();
      for (final String url : urls) {
        list.add(new URL(url));
      }
      return list.toArray(new URL[0]);
    } catch (MalformedURLException e) {
      throw new EngineException("The engine's jars have no valid address: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new EngineException("The host's class path can't be read: " + e.getMessage(), e);
    }
  }

  /** Tells whether a class, or a resource with dots for slashes, belongs to the engine. */
  private static boolean isOwn(String name) {
    for (final String prefix : OWN_PACKAGES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOwn(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> type = findLoadedClass(name);
      if (type == null) {
        type = findClass(name);
      }
      if (resolve) {
        resolveClass(type);
      }
      return type;
    }
  }

  @Override
  public URL getResource(String name) {
    final URL own = findResource(name);
    return own != null || isOwn(name.replace('/', '.')) ? own : super.getResource(name);
  }

  /** As for classes: the natives of another JavaCPP must not be seen. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    final Enumeration<URL> own = findResources(name);
    if (isOwn(name.replace('/', '.'))) {
      return own;
    }
    final List<URL> all = Collections.list(own);
    for (final URL url : Collections.list(getParent().getResources(name))) {
      if (all.stream().noneMatch(known -> known.toExternalForm().equals(url.toExternalForm()))) {
        all.add(url);
      }
    }
    return Collections.enumeration(all);
  }
}
