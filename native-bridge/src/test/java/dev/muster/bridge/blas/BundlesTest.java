package dev.muster.bridge.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.bridge.os.Platform;
import dev.muster.bridge.os.Surroundings;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlesTest {
  private static final Bundle BUNDLE =
      new Bundle("some", "libsome.so.1", List.of("libnear.so.1"), List.of("libfar.so.1"));

  @TempDir private Path folder;
  private Path cache;
  private URLClassLoader classPath;

  private record Here(Optional<Path> cacheFolder) implements Surroundings {
    @Override
    public Optional<String> variable(String name) {
      return Optional.empty();
    }
  }

  @BeforeEach
  void makeArtifact() throws IOException {
    cache = folder.resolve("cache");
    Path artifact = folder.resolve("artifact");
    for (String file : BUNDLE.files()) {
      write(artifact.resolve(BUNDLE.folder(Platform.here()) + file), "content of " + file);
    }
    write(artifact.resolve(BUNDLE.properties()), "version=1.2-3\n");
    classPath = new URLClassLoader(new URL[] {artifact.toUri().toURL()}, null);
  }

  @AfterEach
  void closeClassPath() throws IOException {
    classPath.close();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Optional<PeerFile> find() throws IOException {
    return new Bundles(classPath, new Here(Optional.of(cache))).find(BUNDLE);
  }

  private Path unpacked(String file) {
    return cache.resolve("native/some-1.2-3-" + Platform.here()).resolve(file);
  }

  @Test
  void allFilesAreUnpackedAndTheLibraryIsNamedByItsPath() throws IOException {
    PeerFile found = find().orElseThrow();
    assertEquals("org.bytedeco:some:1.2-3", found.origin());
    assertEquals(List.of(unpacked("libsome.so.1").toString()), found.names());
    for (String file : BUNDLE.files()) {
      assertEquals("content of " + file, Files.readString(unpacked(file)));
    }
  }

  @Test
  void whatTheSystemHasOfAPreloadedFileIsPreferred() throws IOException {
    List<String> far = List.of("libfar.so.1", unpacked("libfar.so.1").toString());
    assertEquals(List.of(far), find().orElseThrow().preloaded());
  }

  @Test
  void whatIsUnpackedStaysAndADamagedFileIsReplaced() throws IOException {
    find();
    var before = Files.getLastModifiedTime(unpacked("libsome.so.1"));
    find();
    assertEquals(before, Files.getLastModifiedTime(unpacked("libsome.so.1")));
    Files.writeString(unpacked("libnear.so.1"), "cont");
    find();
    assertEquals("content of libnear.so.1", Files.readString(unpacked("libnear.so.1")));
    try (Stream<Path> left = Files.list(cache.resolve("native"))) {
      assertEquals(1, left.count(), "nothing is left of the unpacking");
    }
  }

  @Test
  void anArtifactThatIsNotThereIsAnEmptyAnswer() throws IOException {
    Bundle other = new Bundle("other", "libother.so.1", List.of(), List.of());
    Bundles bundles = new Bundles(classPath, new Here(Optional.of(cache)));
    assertEquals(Optional.empty(), bundles.find(other));
  }

  @Test
  void withoutACacheFolderNothingIsUnpacked() throws IOException {
    assertEquals(Optional.empty(), new Bundles(classPath, new Here(Optional.empty())).find(BUNDLE));
  }

  @Test
  void aCacheFolderThatCannotBeWrittenIsSaid() throws IOException {
    Files.writeString(cache, "a file");
    IOException error = assertThrows(IOException.class, this::find);
    assertTrue(error.getMessage().contains(cache.toString()), error.getMessage());
  }
}
