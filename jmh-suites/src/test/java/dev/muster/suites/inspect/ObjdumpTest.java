package dev.muster.suites.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs that are called objdump, and answer as GNU's and LLVM's do. */
class ObjdumpTest {
  private static final MachineBytes TWO_NOPS = MachineBytes.parse("0x00001000: 9090");

  @TempDir private Path folder;

  private String program(String folderName, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve(folderName)).resolve("objdump");
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.getParent().toString();
  }

  private String gnu() throws IOException {
    return program(
        "gnu",
        """
        case $1 in
          -i) printf 'BFD header file version 2.40\\nelf64-x86-64\\n  i386\\n' ;;
          *) printf '00001000 <.data>:\\n    1000:\\tnop\\n    1001:\\tjmp    0x1000\\n'
             echo "$*" >"$0.options" ;;
        esac
        """);
  }

  @Test
  void oneThatReadsNoCodeOfThisKindIsPassedOver() throws IOException {
    String llvm = program("llvm", "echo 'unknown argument -i' >&2; exit 1\n");
    assertTrue(Objdump.find(llvm, new X86()).isEmpty());
    assertTrue(Objdump.find(gnu(), new AArch64()).isEmpty());
    assertTrue(Objdump.find(llvm + File.pathSeparator + gnu(), new X86()).isPresent());
  }

  @Test
  void aSearchPathWithoutItHasNone() {
    assertEquals(Optional.empty(), Objdump.find("/nowhere" + File.pathSeparator, new X86()));
  }

  @Test
  void theInstructionsHaveTheAddressesOfTheProcess() throws IOException {
    Objdump objdump = Objdump.find(gnu(), new X86()).orElseThrow();
    assertEquals(
        List.of(new Instruction(0x1000, "nop"), new Instruction(0x1001, "jmp 0x1000")),
        objdump.instructions(TWO_NOPS));
    String options = Files.readString(folder.resolve("gnu/objdump.options"));
    assertTrue(options.contains("-m i386:x86-64"), options);
    assertTrue(options.contains("-M intel --adjust-vma=0x1000"), options);
  }
}
