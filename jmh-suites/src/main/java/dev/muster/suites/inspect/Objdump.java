package dev.muster.suites.inspect;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The disassembler of GNU binutils, as a process of its own. */
final class Objdump {
  private static final String NAME = "objdump";

  private final Path program;
  private final Isa isa;

  private Objdump(Path program, Isa isa) {
    this.program = program;
    this.isa = isa;
  }

  /** The first on this search path that reads this kind of code; LLVM's, say, reads files only. */
  static Optional<Objdump> find(String searchPath, Isa isa) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(searchPath)
        .map(folder -> Path.of(folder, NAME))
        .filter(Files::isExecutable)
        .map(program -> new Objdump(program, isa))
        .filter(Objdump::reads)
        .findFirst();
  }

  private boolean reads() {
    String family = isa.objdumpMachine().replaceFirst(":.*", "");
    return run("-i").lines().map(String::strip).anyMatch(family::equals);
  }

  /** The instructions, each with the address that it was compiled for. */
  List<Instruction> instructions(MachineBytes code) {
    try {
      Path file = Files.createTempFile("muster-code", ".bin");
      try {
        Files.write(file, code.bytes());
        return disassemble(file, code.address());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Instruction> disassemble(Path file, long address) {
    List<String> options =
        new ArrayList<>(
            List.of("-D", "-b", "binary", "-m", isa.objdumpMachine(), "--no-show-raw-insn", "-w"));
    if (!isa.syntax().isEmpty()) {
      options.addAll(List.of("-M", isa.syntax()));
    }
    options.add("--adjust-vma=0x%x".formatted(address));
    options.add(file.toString());
    return run(options.toArray(String[]::new))
        .lines()
        .map(Instruction::parse)
        .flatMap(Optional::stream)
        .toList();
  }

  private String run(String... options) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(options));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
