package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.muster.kernels.contract.KernelContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What CONTRIBUTING.md shows how to add really is one file and one line, and really works. */
class ContributingTest {
  private static final Map<String, Class<? extends KernelContract>> CONTRACTS =
      Map.of(
          "dev.muster.kernels.kernel.Kernel", AddedKernel.class,
          "dev.muster.offload.collective.CollectiveAlgorithm", AddedCollective.class,
          "dev.muster.offload.pool.PoolType", AddedPool.class);

  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  @TempDir static Path folder;

  @AfterAll
  static void closeAll() throws Exception {
    for (AutoCloseable each : OPEN.reversed()) {
      each.close();
    }
    OPEN.clear();
  }

  static List<Contribution> contributions() throws IOException {
    return Contribution.of(Files.readString(Checkout.root().resolve("CONTRIBUTING.md")));
  }

  @Test
  void thePageShowsOneOfEachKind() throws IOException {
    Set<String> shown =
        contributions().stream().map(Contribution::service).collect(Collectors.toSet());
    assertEquals(CONTRACTS.keySet(), shown);
  }

  @ParameterizedTest
  @MethodSource("contributions")
  void itIsOneFileAndOneLine(Contribution contribution) {
    assertEquals(2, contribution.files().size(), () -> contribution.files().toString());
    assertEquals(1, contribution.registration().size(), contribution.registration()::toString);
  }

  @ParameterizedTest
  @MethodSource("contributions")
  void itAppliesToThisTree(Contribution contribution) throws Exception {
    PatchedTree.gitApply(contribution, Checkout.root(), "--check");
  }

  @TestFactory
  Stream<DynamicContainer> itKeepsTheContractOfItsKind() throws Exception {
    List<DynamicContainer> all = new ArrayList<>();
    for (Contribution contribution : contributions()) {
      all.add(dynamicContainer(contribution.toString(), contractOf(contribution)));
    }
    return all.stream();
  }

  @Test
  void aKernelThatSubtractsBreaksTheContract() throws Exception {
    Contribution kernel = contributions().getFirst().replace("sum[i] +=", "sum[i] -=");
    List<DynamicTest> tests = contractOf(kernel);
    assertThrows(
        AssertionError.class,
        () -> {
          for (DynamicTest test : tests) {
            test.getExecutable().execute();
          }
        });
  }

  /** The tests of the contract, each to be run in the tree with the contribution. */
  private static List<DynamicTest> contractOf(Contribution contribution) throws Exception {
    PatchedTree tree = new PatchedTree(contribution, Files.createTempDirectory(folder, "tree"));
    OPEN.add(tree);
    Class<?> contract = CONTRACTS.get(contribution.service());
    Object subject = tree.create(contract, contribution.provider());
    if (subject instanceof AutoCloseable closeable) {
      OPEN.add(closeable);
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<?> each = subject.getClass(); each != Object.class; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.isAnnotationPresent(TestFactory.class)) {
          tests.addAll(tree.call(() -> tests(tree, method, subject)));
        }
      }
    }
    assertFalse(tests.isEmpty(), () -> contribution.provider() + " is not found");
    return tests;
  }

  private static List<DynamicTest> tests(PatchedTree tree, Method factory, Object subject)
      throws ReflectiveOperationException {
    factory.setAccessible(true);
    return ((Stream<?>) factory.invoke(subject))
        .map(DynamicTest.class::cast)
        .map(
            test ->
                dynamicTest(
                    factory.getName() + ": " + test.getDisplayName(),
                    () -> tree.call(() -> run(test))))
        .toList();
  }

  private static Void run(DynamicTest test) throws Exception {
    try {
      test.getExecutable().execute();
      return null;
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
