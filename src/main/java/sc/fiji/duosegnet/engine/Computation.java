package sc.fiji.duosegnet.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import sc.fiji.duosegnet.model.Device;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * What the settings of a training or a segmentation come to on this machine.
 *
 * @param device the device by its TensorFlow name, {@code CPU:0} or {@code GPU:N}
 * @param precision precision of the arithmetic
 * @param notes where that is not what the settings say, one sentence each
 */
public record Computation(String device, Precision precision, List<String> notes) {

  private static final String CPU = "CPU:0";
  private static final String GPU = "GPU:";

  public Computation {
    notes = List.copyOf(notes);
  }

  /** Returns one on the processor, whatever it can do. */
  public static Computation processor(Precision precision) {
    return new Computation(CPU, precision, List.of());
  }

  /**
   * @param settings device and precision that are wanted
   * @param engine what it lists and can do here decides
   * @throws IllegalArgumentException in one sentence, if a GPU is wanted by its number and is not
   *     listed
   */
  public static Computation of(TrainingSettings settings, Engine engine) {
    final String device = device(settings.device(), engine.info().devices());
    final List<String> notes = new ArrayList<>();
    final String refused = refused(settings.precision(), settings.method(), device, engine);
    if (refused != null) {
      notes.add(note("Setting", settings.precision(), refused, "training"));
    }
    return new Computation(
        device, refused == null ? settings.precision() : Precision.FLOAT32, notes);
  }

  /**
   * @param device the device that is wanted
   * @param precision the precision that is wanted
   * @param engine what it lists and can do here decides
   * @throws IllegalArgumentException as for a training
   */
  public static Computation inference(Device device, Precision precision, Engine engine) {
    final String chosen = device(device, engine.info().devices());
    final String refused = refused(precision, "segmentation", chosen, engine);
    return refused == null
        ? new Computation(chosen, precision, List.of())
        : new Computation(
            chosen, Precision.FLOAT32, List.of(note("Input", precision, refused, "segmentation")));
  }

  private static String note(String kind, Precision wanted, String refused, String work) {
    return kind
        + " 'precision' is "
        + wanted
        + ", but "
        + refused
        + ": this "
        + work
        + " computes in single precision (FLOAT32).";
  }

  /**
   * @param wanted the device that is wanted
   * @param devices devices that TensorFlow lists, see {@link EngineInfo#devices()}
   * @return its TensorFlow name
   * @throws IllegalArgumentException as for a training
   */
  static String device(Device wanted, List<String> devices) {
    final OptionalInt number = wanted.gpu();
    if (number.isPresent()) {
      final String gpu = GPU + number.getAsInt();
      if (!devices.contains(gpu)) {
        throw new IllegalArgumentException(
            "Setting 'device' is '"
                + wanted.name()
                + "', but TensorFlow lists only "
                + String.join(", ", devices)
                + "; give automatic or cpu, or install the package for GPUs with NVIDIA's driver,"
                + " CUDA and cuDNN.");
      }
      return gpu;
    }
    return wanted.equals(Device.CPU)
        ? CPU
        : devices.stream().filter(name -> name.startsWith(GPU)).findFirst().orElse(CPU);
  }

  /** Returns why a precision is not to be had; null if it is. */
  private static String refused(Precision wanted, Method method, String device, Engine engine) {
    if (wanted == Precision.FLOAT16 && device.startsWith(GPU) && method.attacks()) {
      return "the gradients by pixels that "
          + method.label()
          + " follows are too small for it, below "
          + String.format(Locale.ROOT, "%.0e", 6e-8);
    }
    return refused(wanted, "training", device, engine);
  }

  private static String refused(Precision wanted, String work, String device, Engine engine) {
    final boolean onGpu = device.startsWith(GPU);
    if (wanted == Precision.FLOAT16 && !onGpu) {
      return "only GPUs compute with it, and the " + work + " runs on " + device;
    }
    if (wanted == Precision.BFLOAT16 && onGpu) {
      return "only processors compute with it, and the "
          + work
          + " runs on "
          + device
          + ", for which it is FLOAT16";
    }
    if (wanted == Precision.BFLOAT16 && !engine.bfloat16()) {
      return "TensorFlow computes with it only on processors with AVX-512, which this one lacks";
    }
    return null;
  }

  /** Tells whether the training runs on a GPU. */
  public boolean onGpu() {
    return device.startsWith(GPU);
  }

  /** Tells whether small gradients need a factor, see {@link Precision#FLOAT16}. */
  public boolean scalesLoss() {
    return precision == Precision.FLOAT16;
  }
}
