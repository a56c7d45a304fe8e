package sc.fiji.duosegnet.model;

import java.io.IOException;

/**
 * A model can't be unpacked, since the folder for it takes no files: the model itself may be good.
 */
final class UnpackingException extends IOException {

  private static final long serialVersionUID = 1L;

  UnpackingException(final IOException cause) {
    super(FileReplacement.reason(cause), cause);
  }

  UnpackingException(final String sentence, final IOException cause) {
    super(sentence, cause);
  }
}
