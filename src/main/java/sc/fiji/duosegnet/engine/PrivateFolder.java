package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/**
 * A folder among everybody's temporary files that only its user can write to: what is in it is run.
 * Its name can be guessed, so that somebody else could have made it before, with libraries in it.
 */
final class PrivateFolder {

  private PrivateFolder() {}

  /**
   * Makes the folder if it is not there.
   *
   * @param folder in a folder that is there
   * @throws IOException if it can't be made, or is not this user's alone
   */
  static void require(Path folder) throws IOException {
    final PosixFileAttributeView view =
        Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      Files.createDirectories(folder); // Windows: each user has temporary files of their own
      return;
    }
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      check(folder, view.readAttributes());
    }
  }

  private static void check(Path folder, PosixFileAttributes found) throws IOException {
    if (!found.isDirectory()) {
      throw new FileSystemException(folder.toString(), null, "is not a folder");
    }
    if (found.permissions().contains(PosixFilePermission.GROUP_WRITE)
        || found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new FileSystemException(folder.toString(), null, "can be written to by other users");
    }
    if (!found.owner().equals(user())) {
      throw new FileSystemException(folder.toString(), null, "belongs to another user");
    }
  }

  /** Returns the owner of what this process makes, which need not bear the user's name. */
  private static UserPrincipal user() throws IOException {
    final Path file = Files.createTempFile("duosegnet-owner-", null);
    try {
      return Files.getOwner(file);
    } finally {
      Files.delete(file);
    }
  }
}
