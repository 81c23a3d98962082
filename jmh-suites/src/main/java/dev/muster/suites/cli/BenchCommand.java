package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.offload.plan.Plan;
import dev.muster.results.Result;
import dev.muster.results.Status;
import dev.muster.results.report.Report;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.RunLine;
import dev.muster.suites.collective.JobWork;
import dev.muster.suites.collective.ThisJob;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.measure.Effort;
import dev.muster.suites.measure.Examination;
import dev.muster.suites.measure.Fit;
import dev.muster.suites.measure.Meter;
import dev.muster.suites.measure.Planned;
import dev.muster.suites.measure.Planner;
import dev.muster.suites.measure.PoolSize;
import dev.muster.suites.measure.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Measures repeat lines again, or any other that can be written. */
@Command(
    name = "bench",
    description = "Measure one or more repeat lines, as any table prints them.")
final class BenchCommand implements Callable<Integer> {
  @ParentCommand private Main muster;

  @Parameters(arity = "1..*", paramLabel = "LINE", description = "'problem | plan | pool | kernel'")
  private List<String> lines;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Leave a timeline of the one line, which has a plan, for Perfetto.")
  private Optional<Path> trace;

  @Option(
      names = "--fit",
      description =
          "Cut products that do not fit the memory of their devices in sequential parts, too.")
  private boolean fit;

  @Mixin private EffortOptions options;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    Effort effort = options.effort();
    List<RunLine> parsed = lines.stream().map(Planner::line).map(this::fitted).toList();
    Optional<String> family = ThisJob.family();
    if (family.isPresent()) {
      return measureInJob(family.get(), parsed, effort, tableFormat);
    }
    trace.ifPresent(file -> requireTraceable(file, parsed));
    return measure(muster, parsed, effort, trace, tableFormat);
  }

  private RunLine fitted(RunLine line) {
    if (!fit) {
      return line;
    }
    RunLine fitted = Fit.line(line);
    Fit.note(line, fitted).ifPresent(muster.console()::note);
    return fitted;
  }

  /** As one rank of the job that this process was started in: one fork, and the first prints. */
  private int measureInJob(
      String family, List<RunLine> parsed, Effort effort, TableFormat tableFormat) {
    trace.ifPresent(_ -> requireOnePlan(parsed));
    ThisJob job = ThisJob.join(family);
    try {
      Optional<String> untraceable =
          trace.filter(_ -> job.speaks()).flatMap(BenchCommand::whyUntraceable);
      if (job.anywhere(untraceable.isPresent())) {
        return refused(job, untraceable.orElse(""));
      }
      boolean differs =
          job.firstThatDiffers(
                  String.join(
                      " ", Version.text(), parsed + "", trace.isPresent() + "", effort + ""))
              .isPresent();
      String own = "mpi:" + job.size();
      Optional<RunLine> other =
          parsed.stream()
              .filter(line -> !JobWork.isMeant(line) || PoolSize.of(line.pool()) != job.size())
              .findFirst();
      if (differs || other.isPresent()) {
        return refused(
            job,
            "'%s' is not what all of this job can do; legal: products and layers on %s, the same on every rank"
                .formatted(other.orElse(parsed.getFirst()), own));
      }
      Optional<String> complaint = parsed.stream().flatMap(job::complaint).findFirst();
      if (complaint.isPresent()) {
        return refused(job, complaint.get());
      }
      Meter meter = new Meter(Environments.here(Map.of()), _ -> {});
      Report report = tableFormat.report(muster.console(), muster.console().notes());
      boolean allWell = true;
      for (RunLine line : parsed) {
        Planned planned = new Planned(line, job.size(), effort.withForks(1), Map.of());
        Result result =
            meter.resultOf(planned, List.of(job.product(line, effort.measuredSeconds(), trace)));
        allWell &= result.status() == Status.OK || result.status() == Status.UNSUPPORTED;
        if (job.speaks()) {
          report.add(result);
        }
      }
      if (job.speaks()) {
        report.conclude();
      }
      job.close();
      return allWell ? Main.OK : Main.WRONG;
    } catch (RuntimeException | Error e) {
      muster.console().note("muster bench: " + e.getMessage());
      job.abort();
      throw e;
    }
  }

  /** Leaves the job, every rank of which refuses the same: the first one says why. */
  private int refused(ThisJob job, String complaint) {
    if (job.speaks()) {
      muster.console().note("muster bench: " + complaint);
    }
    job.close();
    return Main.BAD_INPUT;
  }

  private static void requireTraceable(Path file, List<RunLine> lines) {
    requireOnePlan(lines);
    whyUntraceable(file)
        .ifPresent(
            why -> {
              throw new BadInputException(why);
            });
  }

  private static Optional<String> whyUntraceable(Path file) {
    try {
      Files.writeString(file, "");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "cannot write --trace %s (%s); legal: a file in a folder that is there"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  private static void requireOnePlan(List<RunLine> lines) {
    if (lines.size() != 1 || lines.getFirst().plan().equals(Plan.NONE)) {
      throw new BadInputException(
          "--trace takes one line with a plan, e.g. 'matmul:f32:512x512x512 | pk2;ring | cpu:2 | vector'");
    }
  }

  /** In the order of the lines; those of MPI pools are looked at by the job itself. */
  private static List<Work> work(List<RunLine> lines, Effort effort) {
    Map<RunLine, Planned> examined =
        Examination.plan(lines.stream().filter(line -> !JobWork.isMeant(line)).toList(), effort)
            .stream()
            .collect(Collectors.toMap(Planned::line, planned -> planned, (x, _) -> x));
    return lines.stream()
        .<Work>map(
            line -> examined.containsKey(line) ? examined.get(line) : JobWork.of(line, effort))
        .toList();
  }

  /** One table of all lines. */
  static int measure(Main muster, List<RunLine> lines, Effort effort, TableFormat format) {
    return measure(muster, lines, effort, Optional.empty(), format);
  }

  private static int measure(
      Main muster, List<RunLine> lines, Effort effort, Optional<Path> trace, TableFormat format) {
    try (BenchmarkLock _ = BenchmarkLock.take()) {
      List<Work> planned = work(lines, effort);
      Meter plain = new Meter(Environments.here(Map.of()), _ -> {});
      Meter meter = trace.map(plain::withTrace).orElse(plain);
      muster.interruption().say(muster.console()::endProgress);
      return new Session(
              muster, meter, format.report(muster.console(), muster.console().notes()), _ -> {})
          .measure(planned, Map.of());
    }
  }
}
