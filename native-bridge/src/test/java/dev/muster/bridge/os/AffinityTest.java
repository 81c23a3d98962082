package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.kernels.problem.Support;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AffinityTest {
  private static final Executor NEW_THREAD = task -> Thread.ofPlatform().start(task);

  private static void assumeLinux() {
    assumeTrue(Uname.linux(), "threads are bound to CPUs on Linux only");
  }

  /** The CPUs of the calling thread as the kernel prints them, e.g. 0-2,5. */
  private static List<Integer> allowed(String task) {
    String key = "Cpus_allowed_list:";
    String list =
        SystemFiles.HERE.lines("proc/" + task + "/status").stream()
            .filter(line -> line.startsWith(key))
            .findFirst()
            .orElseThrow()
            .substring(key.length())
            .strip();
    return Stream.of(list.split(",")).flatMap(AffinityTest::range).toList();
  }

  private static Stream<Integer> range(String text) {
    String[] ends = text.split("-", 2);
    return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
        .boxed();
  }

  @Test
  void cpusAreThoseThatTheKernelPrints() {
    assumeLinux();
    List<Integer> cpus = Affinity.cpus();
    assertEquals(allowed("self"), cpus.stream().sorted().toList());
  }

  @Test
  void aMachineIsWholeWhereNothingHoldsTheProcessToSomeOfIt() throws IOException {
    assertTrue(Affinity.areAll(List.of(0), "0"));
    assertTrue(Affinity.areAll(List.of(0, 2, 1, 3), "0-3"));
    assertFalse(Affinity.areAll(List.of(0, 1), "0-3"));
    assertFalse(Affinity.areAll(List.of(4, 5), "4-5"));
    assertFalse(Affinity.areAll(List.of(0, 2), "0,2"));
    assertFalse(Affinity.areAll(List.of(2, 3), "0-3"));
    assumeLinux();
    String online = Files.readString(Path.of("/sys/devices/system/cpu/online")).strip();
    assertEquals(Affinity.areAll(allowed("self"), online), Affinity.isWholeMachine());
  }

  /** Newer versions of nproc count a quota on CPU time as well, and print less. */
  @Test
  void cpusAreNoFewerThanNprocCounts() {
    assertTrue(Affinity.cpus().size() >= Integer.parseInt(Commands.output("nproc")));
  }

  @Test
  void pinnedThreadHasThatCpuAloneAndTheOldOnesAfterwards() {
    assumeLinux();
    for (int cpu : Affinity.cpus()) {
      CompletableFuture.runAsync(() -> assertPinnedAndBack(cpu), NEW_THREAD).join();
    }
  }

  private static void assertPinnedAndBack(int cpu) {
    List<Integer> before = allowed("thread-self");
    try (Affinity.Pin pin = Affinity.pin(cpu)) {
      assertEquals(Support.yes(), pin.support());
      assertEquals(List.of(cpu), allowed("thread-self"));
    }
    assertEquals(before, allowed("thread-self"));
  }

  @Test
  void pinnedThreadDoesNotNarrowTheCpusOfTheProcess() {
    List<Integer> before = Affinity.cpus();
    CompletableFuture.runAsync(
            () -> {
              try (Affinity.Pin _ = Affinity.pin(before.getFirst())) {
                assertEquals(before, Affinity.cpus());
              }
            },
            NEW_THREAD)
        .join();
  }

  @Test
  void cpuThatIsNotThereIsRefusedWithAReason() {
    try (Affinity.Pin pin = Affinity.pin(8000)) {
      assertInstanceOf(Support.No.class, pin.support());
    }
  }

  @Test
  void virtualThreadIsRefused() throws InterruptedException {
    CompletableFuture<Support> support = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (Affinity.Pin pin = Affinity.pin(0)) {
                support.complete(pin.support());
              }
            })
        .join();
    assertInstanceOf(Support.No.class, support.join());
  }

  @Test
  void cpusAreAllDifferent() {
    List<Integer> cpus = Affinity.cpus();
    assertEquals(cpus.size(), new HashSet<>(cpus).size());
  }
}
