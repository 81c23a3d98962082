package dev.muster.ci;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls of the design: which package may use what. */
class ArchitectureTest {
  private static final String RESULTS = "dev.muster.results..";
  private static final String KERNELS = "dev.muster.kernels..";
  private static final String BRIDGE = "dev.muster.bridge..";
  private static final String OFFLOAD = "dev.muster.offload..";
  private static final String SUITES = "dev.muster.suites..";

  private static JavaClasses ours;
  private static JavaClasses offenders;

  @BeforeAll
  static void compileOffenders(@TempDir Path folder) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    sources.put(
        "dev.muster.suites.Anything", "package dev.muster.suites; public class Anything {}");
    walls().forEach(wall -> sources.put(wall.offender(), wall.source()));
    offenders = new ClassFileImporter().importPath(Compiled.into(folder, sources));
  }

  @BeforeAll
  static void importOurs() {
    ours =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.muster");
  }

  /** The walls, each beside the line that it exists to keep out. */
  static List<Wall> walls() {
    return List.of(
        new Wall(
            "results use nothing of ours",
            from(RESULTS).should().dependOnClassesThat(areOursOutside(RESULTS)),
            "dev.muster.results.Reader",
            "dev.muster.kernels.problem.Problem problem;"),
        new Wall(
            "kernels use nothing of ours",
            from(KERNELS).should().dependOnClassesThat(areOursOutside(KERNELS)),
            "dev.muster.kernels.Scheduler",
            "dev.muster.offload.pool.Pool pool;"),
        new Wall(
            "the bridge uses kernels only",
            from(BRIDGE).should().dependOnClassesThat(areOursOutside(BRIDGE, KERNELS)),
            "dev.muster.bridge.Scheduler",
            "dev.muster.offload.pool.Pool pool;"),
        new Wall(
            "offload uses kernels and the bridge only",
            from(OFFLOAD).should().dependOnClassesThat(areOursOutside(OFFLOAD, KERNELS, BRIDGE)),
            "dev.muster.offload.Commanding",
            "dev.muster.suites.Anything anything;"),
        new Wall(
            "the Vector API is used in kernels only",
            outside(KERNELS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector.."),
            "dev.muster.offload.Lanes",
            "int count() { return jdk.incubator.vector.FloatVector.SPECIES_PREFERRED.length(); }"),
        new Wall(
            "only bridge.ffi links",
            outside("dev.muster.bridge.ffi..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo("java.lang.foreign.Linker"),
            "dev.muster.bridge.os.Linking",
            "Object linker = java.lang.foreign.Linker.nativeLinker();"),
        new Wall(
            "LWJGL is used in offload.opencl only",
            outside("dev.muster.offload.opencl..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.lwjgl.."),
            "dev.muster.offload.pool.Allocating",
            "long buffer = org.lwjgl.system.MemoryUtil.nmemAlloc(8);"),
        new Wall(
            "time comes from the clock",
            noClasses()
                .that()
                .resideOutsideOfPackage(SUITES)
                .and()
                .doNotHaveFullyQualifiedName("dev.muster.offload.pool.Clock")
                .should()
                .accessTargetWhere(isMemberOf(System.class, "nanoTime")),
            "dev.muster.offload.pool.Stopwatch",
            "java.util.function.LongSupplier nanos = System::nanoTime;"),
        new Wall(
            "libraries do not print",
            outside(SUITES)
                .should()
                .accessTargetWhere(isMemberOf(System.class, "out", "err", "in")),
            "dev.muster.kernels.Chatty",
            "void say() { System.out.println(); }"),
        new Wall(
            "libraries do not exit",
            outside(SUITES)
                .should()
                .accessTargetWhere(
                    isMemberOf(System.class, "exit").or(isMemberOf(Runtime.class, "exit", "halt"))),
            "dev.muster.offload.Impatient",
            "void end() { Runtime.getRuntime().halt(1); }"),
        new Wall(
            "libraries do not read properties",
            outside(SUITES)
                .should()
                .accessTargetWhere(
                    isMemberOf(System.class, "getProperty", "getProperties")
                        .or(isMemberOf(Boolean.class, "getBoolean"))
                        .or(isMemberOf(Integer.class, "getInteger"))
                        .or(isMemberOf(Long.class, "getLong"))),
            "dev.muster.results.Moody",
            "Object width = Integer.getInteger(\"width\");"),
        new Wall(
            "libraries do not read the environment",
            outside(SUITES).should().accessTargetWhere(isMemberOf(System.class, "getenv")),
            "dev.muster.bridge.Moody",
            "String home = System.getenv(\"HOME\");"));
  }

  /** A rule, and a class of the given name that breaks it with the given member. */
  record Wall(String name, ArchRule rule, String offender, String offence) {
    EvaluationResult evaluate(JavaClasses classes) {
      return rule.allowEmptyShould(true).evaluate(classes);
    }

    String source() {
      int dot = offender.lastIndexOf('.');
      return "package %s; class %s { %s }"
          .formatted(offender.substring(0, dot), offender.substring(dot + 1), offence);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("walls")
  void theWallHolds(Wall wall) {
    EvaluationResult result = wall.evaluate(ours);
    assertFalse(result.hasViolation(), () -> result.getFailureReport().toString());
  }

  @ParameterizedTest
  @MethodSource("walls")
  void theWallKeepsOutWhatItShould(Wall wall) {
    String report = wall.evaluate(offenders).getFailureReport().toString();
    assertTrue(report.contains(wall.offender()), report);
  }

  /** A rule holds easily where nothing is looked at. */
  @Test
  void everyModuleIsLookedAt() throws IOException {
    Set<String> seen = ours.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    List<Path> modules = modulesWithSources();
    assertFalse(modules.isEmpty());
    for (Path folder : modules) {
      String module = "dev.muster." + folder.getFileName();
      assertTrue(seen.stream().anyMatch(name -> name.startsWith(module)), module);
    }
  }

  private static List<Path> modulesWithSources() throws IOException {
    PathMatcher sources =
        FileSystems.getDefault().getPathMatcher("glob:**/src/main/java/dev/muster/*");
    try (Stream<Path> folders = Files.walk(Checkout.root(), 7)) {
      return folders.filter(sources::matches).toList();
    }
  }

  private static GivenClassesConjunction from(String module) {
    return noClasses().that().resideInAPackage(module);
  }

  private static GivenClassesConjunction outside(String module) {
    return noClasses().that().resideOutsideOfPackage(module);
  }

  private static DescribedPredicate<JavaClass> areOursOutside(String... modules) {
    return JavaClass.Predicates.resideInAPackage("dev.muster..")
        .and(JavaClass.Predicates.resideOutsideOfPackages(modules));
  }

  /** Also true of a method reference, which calls nothing by itself. */
  private static DescribedPredicate<JavaAccess<?>> isMemberOf(Class<?> owner, String... names) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + String.join(" or ", names),
        access ->
            access.getTargetOwner().isEquivalentTo(owner)
                && Set.of(names).contains(access.getTarget().getName()));
  }
}
