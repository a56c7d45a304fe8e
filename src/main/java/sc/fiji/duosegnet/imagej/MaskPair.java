package sc.fiji.duosegnet.imagej;

import sc.fiji.duosegnet.model.PixelSize;

/**
 * A predicted and a true mask of one plane, row after row. The arrays belong to whoever gets them.
 *
 * @param label names the plane
 * @param width number of columns
 * @param height number of rows
 * @param predicted 1 for foreground, 0 for background
 * @param truth 1 for foreground, 0 for background
 * @param confidenceOrNull confidence of the prediction, 0..1, or null if there is none
 * @param sizeOrNull size of the pixels, or null if the images are not calibrated
 */
record MaskPair(
    String label,
    int width,
    int height,
    byte[] predicted,
    byte[] truth,
    float[] confidenceOrNull,
    PixelSize sizeOrNull) {}
