package dev.muster.suites.tune;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.bridge.os.Cpu;
import dev.muster.bridge.os.Surroundings;
import dev.muster.kernels.problem.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The choices of this machine, one file for each library or type. A file is written whole or not at
 * all.
 *
 * @param folder where they are; it may not exist yet
 */
record ChoiceStore(Path folder) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Settings of libraries, in the cache folder of the user. */
  static ChoiceStore ofPeers(Path cacheFolder) {
    return new ChoiceStore(cacheFolder.resolve("peers"));
  }

  /** Tiles and blocks of the vector kernel, in the cache folder of the user. */
  static ChoiceStore ofCpu(Path cacheFolder) {
    return new ChoiceStore(cacheFolder.resolve("cpu"));
  }

  /** Tiles of devices of OpenCL, in the cache folder of the user. */
  static ChoiceStore ofOpenCl(Path cacheFolder) {
    return new ChoiceStore(cacheFolder.resolve("opencl"));
  }

  /** What decides which setting is the fastest, as far as the machine does. */
  static String machine() {
    Cpu cpu = Cpu.here();
    return "%s %s; %s".formatted(cpu.vendor(), cpu.model(), String.join(" ", cpu.flags()));
  }

  Path file(String name) {
    return folder.resolve(name + ".json");
  }

  /**
   * What is to be made of the stored choice.
   *
   * @param machine the one that asks
   * @param trusted takes a choice of this machine
   * @param distrusted takes why there is none, though something is stored
   * @param missing answers where nothing is stored
   */
  <T> T ask(
      String name,
      String machine,
      Function<Choice, T> trusted,
      Function<String, T> distrusted,
      Supplier<T> missing) {
    try {
      Choice choice = read(name);
      return choice.machine().equals(machine)
          ? trusted.apply(choice)
          : distrusted.apply("%s is of another machine".formatted(file(name)));
    } catch (NoSuchFileException _) {
      return missing.get();
    } catch (IOException _) {
      return distrusted.apply(damaged(name));
    }
  }

  String damaged(String name) {
    return "%s is damaged".formatted(file(name));
  }

  /**
   * The stored choice.
   *
   * @throws IOException where there is none, or none that can be read
   */
  Choice read(String name) throws IOException {
    return JSON.readValue(Files.readAllBytes(file(name)), Choice.class);
  }

  /**
   * Stores a choice in place of an earlier one.
   *
   * @throws BadInputException where the folder cannot be written
   */
  void write(String name, Choice choice) {
    try {
      writeWhole(name, choice);
    } catch (IOException e) {
      throw unwritable(file(name), e);
    }
  }

  /**
   * To be asked before a search, which would be in vain.
   *
   * @throws BadInputException where the folder cannot be written
   */
  void requireWritable() {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "probe", ".tmp"));
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private static BadInputException unwritable(Path what, IOException e) {
    return new BadInputException(
        "cannot write %s (%s); legal: XDG_CACHE_HOME is a folder that can be written"
            .formatted(what, e.getClass().getSimpleName()));
  }

  /** Forgets a choice, if there is one. */
  void delete(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies a stored choice to another folder.
   *
   * @throws BadInputException where that cannot be written
   */
  void copy(String name, Path into) {
    try {
      Files.copy(file(name), into.resolve(name + ".json"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BadInputException(
          "cannot write to '%s' (%s); legal: a folder that can be written"
              .formatted(into, e.getClass().getSimpleName()));
    }
  }

  private void writeWhole(String name, Choice choice) throws IOException {
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, name, ".tmp");
    try {
      Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(choice));
      Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * The folder to keep choices in.
   *
   * @throws BadInputException where there is none
   */
  static Path cacheFolder() {
    return Surroundings.here()
        .cacheFolder()
        .orElseThrow(
            () ->
                new BadInputException(
                    "no folder to keep settings in; legal: HOME or XDG_CACHE_HOME is set"));
  }
}
