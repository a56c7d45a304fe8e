package sc.fiji.duosegnet.model;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What a training computes on. In descriptions and macros it stands as its name, for example {@code
 * device=gpu:1}.
 *
 * @param name {@code automatic}: the first GPU that the engine can use, else the processor; {@code
 *     cpu}; or {@code gpu:N} with a GPU's number, from 0
 */
public record Device(String name) {

  public static final Device AUTOMATIC = new Device("automatic");
  public static final Device CPU = new Device("cpu");

  private static final String GPU_PREFIX = "gpu:";

  public Device {
    Check.given("device", name);
    if (!Pattern.matches("automatic|cpu|" + GPU_PREFIX + "(0|[1-9]\\d{0,2})", name)) {
      throw new IllegalArgumentException(
          "Setting 'device' is '"
              + name
              + "'; give automatic, cpu, or gpu:N with the number of a GPU, from 0.");
    }
  }

  /** Returns the number of the GPU that is asked for, if one is. */
  public OptionalInt gpu() {
    return name.startsWith(GPU_PREFIX)
        ? OptionalInt.of(Integer.parseInt(name.substring(GPU_PREFIX.length())))
        : OptionalInt.empty();
  }
}
