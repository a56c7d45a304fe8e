package sc.fiji.duosegnet.zarr;

/**
 * An axis of an OME-Zarr image.
 *
 * @param name one of t, c, z, y and x
 * @param type such as {@code space}, {@code time} or {@code channel}; null if it is not told
 * @param unit such as {@code micrometer}; null if it is not told
 */
public record Axis(String name, String type, String unit) {}
