package dev.muster.suites.tune;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.bridge.os.Cpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The choices of this machine, one file for each library. A file is written whole or not at all.
 *
 * @param folder where they are; it may not exist yet
 */
record PeerStore(Path folder) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The store in the cache folder of the user. */
  static PeerStore in(Path cacheFolder) {
    return new PeerStore(cacheFolder.resolve("peers"));
  }

  /** What decides which setting is the fastest, as far as the machine does. */
  static String machine() {
    Cpu cpu = Cpu.here();
    return "%s %s; %s".formatted(cpu.vendor(), cpu.model(), String.join(" ", cpu.flags()));
  }

  Path file(String peer) {
    return folder.resolve(peer + ".json");
  }

  /**
   * The stored choice for a library.
   *
   * @throws IOException where there is none, or none that can be read
   */
  PeerChoice read(String peer) throws IOException {
    return JSON.readValue(Files.readAllBytes(file(peer)), PeerChoice.class);
  }

  /**
   * Stores a choice in place of an earlier one.
   *
   * @throws IOException where the folder cannot be written
   */
  void write(String peer, PeerChoice choice) throws IOException {
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, peer, ".tmp");
    try {
      Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(choice));
      Files.move(fresh, file(peer), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
