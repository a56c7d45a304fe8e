package sc.fiji.duosegnet.zarr;

/**
 * One array of a pyramid.
 *
 * @param path its folder below the image's
 * @param scale distance between neighbors along each axis
 * @param translation position of the first number along each axis
 */
public record Level(String path, double[] scale, double[] translation) {}
