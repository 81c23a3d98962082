package dev.muster.bridge.blas;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * The files of a bundle in a folder of the disk, since the dynamic linker reads no archives.
 *
 * <p>They are unpacked beside it and moved there in one step: another process sees all of them or
 * none, and what an interrupted one left is never taken for whole.
 *
 * @param path the folder
 * @param sources where the content of each file comes from
 */
record BundleFolder(Path path, Map<String, URL> sources) {
  BundleFolder {
    sources = Map.copyOf(sources);
  }

  /** Makes the files be there. */
  void unpack() throws IOException {
    if (complete()) {
      return;
    }
    Files.createDirectories(path.getParent());
    Path fresh = Files.createTempDirectory(path.getParent(), ".unpacking-");
    try {
      for (Map.Entry<String, URL> each : sources.entrySet()) {
        try (InputStream content = each.getValue().openStream()) {
          Files.copy(content, fresh.resolve(each.getKey()));
        }
      }
      moveIntoPlace(fresh);
    } finally {
      delete(fresh);
    }
  }

  /** Whether every file is there in its full length. */
  private boolean complete() throws IOException {
    for (Map.Entry<String, URL> each : sources.entrySet()) {
      Path file = path.resolve(each.getKey());
      if (!Files.isRegularFile(file) || Files.size(file) != sizeBytes(each.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static long sizeBytes(URL source) throws IOException {
    URLConnection connection = source.openConnection();
    try (InputStream _ = connection.getInputStream()) {
      return connection.getContentLengthLong();
    }
  }

  /** Where another process has been faster, its files are as good. */
  private void moveIntoPlace(Path fresh) throws IOException {
    try {
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException _) {
      if (!complete()) {
        delete(path);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
