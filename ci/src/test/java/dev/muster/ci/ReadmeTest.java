package dev.muster.ci;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that our pages tell people to type is known here, and its quick form works. */
class ReadmeTest {
  private static final List<String> PAGES =
      List.of("README.md", "CONTRIBUTING.md", "docs/opencl.md", "docs/scaling.md");

  /** Words that quick forms may use: the command line as it was built with these tests. */
  private static final String PREAMBLE =
      """
      java() { "$JAVA" -XX:TieredStopAtLevel=1 --add-modules=jdk.incubator.vector "$@"; }
      muster() { java --enable-native-access=ALL-UNNAMED dev.muster.suites.cli.Main "$@"; }
      jmh() { java org.openjdk.jmh.Main "$@"; }
      refused_with_2() { "$@"; [ $? -eq 2 ]; }
      """;

  private static final String PRODUCT = "matmul:f32:1024x1024x1024 | - | cpu:1 | vector";
  private static final String POOL_PRODUCTS =
      "'matmul:f32:2048x2048x2048 | pm1 | cpu:1 | vector'"
          + " 'matmul:f32:2048x2048x2048 | pm2 | cpu:2 | vector'";

  /** A command as it stands on a page, and what is run in its place, in the top folder. */
  private static final Map<String, String> QUICK_FORMS =
      Map.ofEntries(
          entry("./muster run --quick --setup", "bash -n muster && bash -n ci/setup.sh"),
          entry("./muster run", "muster run --help | grep -e --quick"),
          entry("./muster run --quick --only allreduce", "muster run --help | grep -e --only"),
          entry(
              "./muster run --quick --dry-run",
              "muster run --quick --dry-run --only '" + PRODUCT + "' | grep -F '" + PRODUCT + "'"),
          entry(
              "./muster run --resume results/runs/FILE.jsonl",
              "refused_with_2 muster run --resume target/FILE.jsonl"),
          entry(
              "./muster bench '" + PRODUCT + "'",
              "refused_with_2 muster bench '" + PRODUCT + " | more'"),
          entry(
              "./muster bench --forks 10 " + POOL_PRODUCTS,
              "refused_with_2 muster bench --forks 0 " + POOL_PRODUCTS),
          entry(
              "./muster bench 'mlp:bf16:2048x4096x11008 | megatron | cpu:8 | vector'"
                  + " 'mlp:bf16:2048x4096x11008:tokens=split | megatron | cpu:8 | vector'",
              "muster explain 'mlp:bf16:2048x4096x11008:tokens=split | megatron | cpu:8 | vector'"
                  + " | grep 29360128"),
          entry("./muster inspect matmul", "muster inspect --help | grep -e --tile"),
          entry(
              "./muster inspect matmul --tile 6x2 --avx 2",
              "refused_with_2 muster inspect matmul --tile 6x2 --avx 512"),
          entry(
              "./muster inspect matmul --tile 5x2 --avx 2",
              "refused_with_2 muster inspect matmul --tile 5x99 --avx 2"),
          entry(
              "./muster matmul --set squares",
              "muster matmul --set squares --dry-run | grep -F 'f32:1023x1023x1023 | - | cpu:1'"),
          entry(
              "./muster matmul -m 35 -n 700 -k 2048 --dtype f32 --trans NN --threads 1"
                  + " --peers openblas,onednn:best",
              "muster help matmul | grep -e --trans"),
          entry(
              "./muster matmul --shapes FILE --kernel vector:256 --peers vector",
              "refused_with_2 muster matmul --shapes target/FILE --kernel vector:256"
                  + " --peers vector"),
          entry(
              "./muster allreduce -b 8 -e 256M -f 2 --peers mpi",
              "muster allreduce --help | grep -e --peers"),
          entry(
              "./muster explain 'allreduce:f32:sum:64MiB | ring | cpu:8 | vector'",
              "muster explain 'allreduce:f32:sum:64MiB | ring | cpu:8 | vector' | grep 117440512"),
          entry(
              "./muster explain 'matmul:f32:4096x4096x4096 | recursive | cpu:8 | vector'",
              "muster explain 'matmul:f32:4096x4096x4096 | recursive | cpu:8 | vector'"
                  + " | grep 'pm2,pn2,pk2;two-shot over 8 ranks'"),
          entry(
              "./muster scale 'matmul:f32:4096x4096x4096' --pool cpu:1..8 --strategy all",
              "muster scale 'matmul:f32:64x32x32' --pool cpu:1..2 --strategy all --kernel scalar"
                  + " --forks 2 --time 0.01 | grep 'equivalent single chip: cpu:2'"),
          entry(
              "./muster bench 'matmul:f32:2048x2048x2048 | row | cpu:1+opencl:0/2.1 | vector+opencl'"
                  + " 'matmul:f32:2048x2048x2048 | weighted | cpu:1+opencl:0/2.1 | vector+opencl'",
              "muster bench --forks 1 --time 0.01 'matmul:f32:64x64x64 | weighted | cpu:2 | vector' | grep pm"),
          entry(
              "./muster bench --trace trace.json"
                  + " 'matmul:f32:2048x2048x2048 | pk2;ring | cpu:2 | vector'",
              "refused_with_2 muster bench --trace target/no/trace.json"
                  + " 'matmul:f32:64x64x64 | pk2;ring | cpu:2 | vector'"),
          entry(
              "./muster bench --fit 'matmul:f32:16384x64x16384 | - | opencl:0 | opencl'",
              "refused_with_2 muster bench --fit 'matmul:f32:64x64x64 | pm2 | cpu:2 | vector'"),
          entry("./muster devices", "muster devices | grep cpu:1"),
          entry("./muster devices --describe", "muster devices --describe | grep '^cpu:1  '"),
          entry("./muster tune opencl:0", "muster tune --help | grep -e --budget"),
          entry(
              "./muster tune opencl:0 --dtype f64 --budget 600 --export shared",
              "refused_with_2 muster tune opencl:0 --dtype f64 --budget 0 --export shared"),
          entry(
              "./muster matmul --pool opencl:0 --set squares --peers clblast,cpu",
              "muster matmul --help | grep -e --pool"),
          entry("./muster ceilings opencl:0", "muster ceilings cpu:1 --forks 1 --time 0.01"),
          entry(
              "./muster compare-devices opencl:0 cpu:2",
              "muster compare-devices cpu:1 cpu:2 --dry-run | grep -F '| cpu:2 | vector'"),
          entry("./muster tune peers", "muster tune peers --help | grep OpenBLAS"),
          entry("./muster tune cpu", "muster tune cpu --help | grep tile"),
          entry(
              "./muster show results/runs/FILE.jsonl",
              "refused_with_2 muster show target/FILE.jsonl"),
          entry(
              "./muster show --format markdown results/runs/FILE.jsonl",
              "refused_with_2 muster show --format markdown target/FILE.jsonl"),
          entry(
              "java -jar jmh-suites/target/benchmarks.jar -l",
              "jmh -l | grep dev.muster.suites.PlanBenchmark"),
          entry(
              "java -jar jmh-suites/target/benchmarks.jar KernelBenchmark"
                  + " -p \"line=matmul:f32:512x512x512 | - | cpu:1 | vector\"",
              "jmh -lp KernelBenchmark | grep line"),
          entry("ci/verify", "bash -n ci/verify && bash -n .ci/run"),
          entry("ci/verify -pl kernels", "test -f kernels/pom.xml"),
          entry(
              "ci/verify -pl offload -am -Dtest=CpuPoolTest"
                  + " -Dsurefire.failIfNoSpecifiedTests=false",
              "find offload/src/test -name CpuPoolTest.java | grep ."),
          entry("mvn -q -B spotless:apply", "grep spotless-maven-plugin pom.xml"));

  record Documented(String page, String command) {}

  /** Each once, with the first page that has it. */
  static Stream<Documented> documented() throws IOException {
    Map<String, Documented> all = new LinkedHashMap<>();
    for (String page : PAGES) {
      Path file = Checkout.root().resolve(page);
      if (Files.exists(file)) {
        MarkdownCommands.of(Files.readString(file))
            .forEach(command -> all.putIfAbsent(command, new Documented(page, command)));
      }
    }
    return all.values().stream();
  }

  @ParameterizedTest
  @MethodSource("documented")
  void theCommandWorks(Documented documented) throws Exception {
    String quickForm = QUICK_FORMS.get(documented.command());
    assertTrue(
        quickForm != null, documented + " is not in the table of " + ReadmeTest.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-o", "pipefail", "-c", PREAMBLE + quickForm)
            .directory(Checkout.root().toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().put("JAVA", System.getProperty("java.home") + "/bin/java");
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), quickForm + " does not end");
    assertEquals(0, process.exitValue(), quickForm + " says: " + said);
  }

  @Test
  void aPageIsReadAsItsReaderReadsIt() {
    String page =
        """
        ```sh
        ./muster run --quick   # three minutes

        # the same, longer
        ./muster run \\
          --only matmul
        ```

        ```text
        not a command
        ```

        ```sh
        ci/verify
        ```
        """;
    assertEquals(
        List.of("./muster run --quick", "./muster run --only matmul", "ci/verify"),
        MarkdownCommands.of(page));
  }
}
