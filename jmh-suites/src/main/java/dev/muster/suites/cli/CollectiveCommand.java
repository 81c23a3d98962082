package dev.muster.suites.cli;

import dev.muster.bridge.mpi.MpiException;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.offload.collective.CollectiveAlgorithms;
import dev.muster.offload.collective.FixedTree;
import dev.muster.offload.mpi.MpiPool;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.collective.AlgorithmChoice;
import dev.muster.suites.collective.Entrant;
import dev.muster.suites.collective.FreshJob;
import dev.muster.suites.collective.FreshProcess;
import dev.muster.suites.collective.MpiLauncher;
import dev.muster.suites.collective.NcclJson;
import dev.muster.suites.collective.NcclWords;
import dev.muster.suites.collective.Race;
import dev.muster.suites.collective.SweepException;
import dev.muster.suites.collective.SweepSpec;
import dev.muster.suites.collective.ThisJob;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.measure.PoolFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures a collective as nccl-tests does, on any pool, beside what MPI does. */
abstract class CollectiveCommand implements Callable<Integer> {
  private static final String AUTO = "auto";
  private static final String DEFAULT_POOL = "cpu:2";

  private static final String DEFAULT_KERNEL = "vector";

  /** Whose pools are opened in processes of their own. */
  private static final String OPENCL = "opencl";

  private static final int FORKS_MAX = 100;
  private static final int BATCHES = 5;
  private static final double SECONDS_MAX = 10;

  private final CollectiveKind kind;

  @ParentCommand private Main muster;

  @Option(
      names = {"-b", "--minbytes"},
      defaultValue = "32M",
      paramLabel = "SIZE",
      description = "Smallest vector of a rank (default: ${DEFAULT-VALUE}).")
  private String minBytes;

  @Option(
      names = {"-e", "--maxbytes"},
      defaultValue = "32M",
      paramLabel = "SIZE",
      description = "Largest one (default: ${DEFAULT-VALUE}).")
  private String maxBytes;

  @Option(
      names = {"-i", "--stepbytes"},
      defaultValue = "1M",
      paramLabel = "SIZE",
      description = "From one size to the next, where there is no -f (default: ${DEFAULT-VALUE}).")
  private String stepBytes;

  @Option(
      names = {"-f", "--stepfactor"},
      paramLabel = "FACTOR",
      description = "Multiply from one size to the next.")
  private Optional<Double> stepFactor;

  @Option(
      names = {"-n", "--iters"},
      defaultValue = "20",
      paramLabel = "COUNT",
      description =
          "Calls in a row; more where they last less than 2 ms (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Option(
      names = {"-w", "--warmup_iters"},
      defaultValue = "1",
      paramLabel = "COUNT",
      description = "Calls before each row at least (default: ${DEFAULT-VALUE}).")
  private int warmups;

  @Option(
      names = {"-m", "--agg_iters"},
      defaultValue = "1",
      paramLabel = "COUNT",
      description =
          "Collectives that count as one call of -n; a time is still that of one"
              + " (default: ${DEFAULT-VALUE}).")
  private int aggregated;

  @Option(
      names = {"-c", "--check"},
      defaultValue = "1",
      paramLabel = "0|1",
      description = "Compare the answers (default: ${DEFAULT-VALUE}).")
  private int check;

  @Option(
      names = {"-o", "--op"},
      defaultValue = "sum",
      paramLabel = "OP",
      description = "sum, prod, min, max or avg (default: ${DEFAULT-VALUE}).")
  private String op;

  @Option(
      names = {"-d", "--datatype"},
      defaultValue = "float",
      paramLabel = "TYPE",
      description = "float, double, half, bfloat16, int32 or int64 (default: ${DEFAULT-VALUE}).")
  private String type;

  @Option(
      names = {"-r", "--root"},
      defaultValue = "0",
      paramLabel = "RANK",
      description = "Of a broadcast or a reduction (default: ${DEFAULT-VALUE}).")
  private int root;

  @Option(
      names = {"-J", "--output_file"},
      paramLabel = "FILE",
      description = "Also written as JSON, in the shape of nccl-tests.")
  private Optional<Path> jsonFile;

  @Option(
      names = "--pool",
      defaultValue = DEFAULT_POOL,
      paramLabel = "POOL",
      description =
          "cpu:RANKS, opencl:DEVICE/PARTS, several with + between, or mpi:RANKS[:openmpi|mpich], which starts a job"
              + " (default: ${DEFAULT-VALUE}).")
  private String pool;

  @Option(
      names = "--algorithm",
      defaultValue = AUTO,
      paramLabel = "NAME",
      description =
          "A collective, or auto: the fastest for each size; on an MPI pool also library, what"
              + " MPI does itself (default: ${DEFAULT-VALUE}).")
  private String algorithm;

  @Option(
      names = "--kernel",
      defaultValue = DEFAULT_KERNEL,
      paramLabel = "KERNEL",
      description =
          "What reduces on each rank (default: ${DEFAULT-VALUE}; on OpenCL its only kernel).")
  private String kernel;

  @Option(
      names = "--peers",
      defaultValue = "none",
      paramLabel = "mpi|none",
      description =
          "mpi: the same collective of every MPI library that is here, between as many processes"
              + " (default: ${DEFAULT-VALUE}).")
  private String peers;

  @Option(
      names = "--forks",
      defaultValue = "3",
      paramLabel = "COUNT",
      description = "Fresh processes of each (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--time",
      defaultValue = "0.1",
      paramLabel = "SECONDS",
      description = "Warm-up before each size (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Mixin private FormatOption format;

  /** Vectors that are combined, whatever the number of ranks; 0 where it is one per rank. */
  int blocks() {
    return 0;
  }

  CollectiveCommand(CollectiveKind kind) {
    this.kind = kind;
  }

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    List<Long> sizes =
        NcclWords.sizes(
            NcclWords.size("-b", minBytes),
            NcclWords.size("-e", maxBytes),
            NcclWords.size("-i", stepBytes),
            stepFactor.map(OptionalDouble::of).orElseGet(OptionalDouble::empty));
    if (forks < 1 || forks > FORKS_MAX) {
      throw new BadInputException("bad --forks %d; legal: 1 to %d".formatted(forks, FORKS_MAX));
    }
    if (!(seconds >= 0 && seconds <= SECONDS_MAX)) {
      throw new BadInputException("bad --time %s; legal: 0 to %s".formatted(seconds, SECONDS_MAX));
    }
    long calls = (long) iterations * aggregated;
    if (iterations < 1 || warmups < 0 || aggregated < 1 || calls > Integer.MAX_VALUE) {
      throw new BadInputException(
          "bad -n %d, -m %d or -w %d; legal: 1 or more, together below 2^31, and -w of 0 or more"
              .formatted(iterations, aggregated, warmups));
    }
    jsonFile.ifPresent(CollectiveCommand::requireWritable);
    SweepSpec spec =
        new SweepSpec(
            kind.toString(),
            pool,
            "",
            kernel,
            NcclWords.type(type).toString(),
            NcclWords.operation(op).toString(),
            kind.hasRoot() ? root : 0,
            blocks(),
            List.of(),
            (int) calls,
            warmups,
            BATCHES,
            seconds,
            check != 0);
    boolean withPeers = withPeers();
    try {
      Optional<String> family = ThisJob.family();
      if (family.isPresent() && !pool.equals(DEFAULT_POOL)) {
        throw new BadInputException(
            "--pool %s in a process of an MPI job; legal: no --pool, for the job itself"
                .formatted(pool));
      }
      return family.isPresent()
          ? measureInJob(spec.inJob(family.get()), sizes, withPeers, tableFormat)
          : measureInForks(spec, sizes, withPeers, tableFormat);
    } catch (SweepException | MpiException e) {
      muster.console().note("muster %s: %s".formatted(name(), e.getMessage()));
      return Main.WRONG;
    }
  }

  /** As one rank of the job that this process was started in. */
  private int measureInJob(
      SweepSpec spec, List<Long> sizes, boolean withPeers, TableFormat tableFormat) {
    ThisJob job = ThisJob.join(spec.library());
    try {
      String words = String.join(" ", Version.text(), algorithm, peers, spec + "", sizes + "");
      OptionalInt other = job.firstThatDiffers(words);
      if (other.isPresent()) {
        return refuse(
            job,
            "rank %d is of another version than rank 0, or was asked for something else;"
                    .formatted(other.getAsInt())
                + " legal: the same version and the same words on every rank");
      }
      Consumer<String> notes = job.speaks() ? muster.console()::note : _ -> {};
      Entrant here = new Entrant("muster", job, job.size(), spec);
      List<Entrant> entrants;
      try {
        requireKernel(spec);
        requireRanks(spec, job.size());
        entrants = new ArrayList<>(ours(here, sizes, notes));
      } catch (BadInputException e) {
        return refuse(job, e.getMessage());
      }
      if (withPeers && isSupported(spec, job.size(), notes)) {
        Entrant library = new Entrant(spec.library(), job, job.size(), spec);
        entrants.add(withPlans(library, sizes, _ -> MpiPool.LIBRARY));
      }
      Race race = new Race(entrants);
      Optional<SweepException> failure = race.run(1, (_, _) -> {});
      int exitCode = job.speaks() ? print(race, entrants, failure, tableFormat) : Main.OK;
      job.close();
      return exitCode;
    } catch (RuntimeException | Error e) {
      muster.console().note("muster %s: %s".formatted(name(), e.getMessage()));
      job.abort();
      throw e;
    }
  }

  private int refuse(ThisJob job, String why) {
    if (job.speaks()) {
      muster.console().note("muster %s: %s".formatted(name(), why));
    }
    job.close();
    return Main.BAD_INPUT;
  }

  private int measureInForks(
      SweepSpec spec, List<Long> sizes, boolean withPeers, TableFormat tableFormat) {
    try (BenchmarkLock _ = BenchmarkLock.take()) {
      Entrant here = here(spec);
      requireRanks(spec, here.ranks());
      List<Entrant> entrants = new ArrayList<>(ours(here, sizes, muster.console()::note));
      if (withPeers) {
        entrants.addAll(peers(spec, sizes, here.ranks()));
      }
      Race race = new Race(entrants);
      Optional<SweepException> failure = race.run(forks, this::progress);
      return print(race, entrants, failure, tableFormat);
    }
  }

  private static void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new BadInputException(
          "cannot write -J %s; legal: a file in a folder that can be written".formatted(file));
    }
  }

  private String name() {
    return getClass().getAnnotation(Command.class).name();
  }

  private int print(
      Race race,
      List<Entrant> entrants,
      Optional<SweepException> failure,
      TableFormat tableFormat) {
    if (race.present().contains(0)) {
      CollectiveTable table = new CollectiveTable(race, entrants);
      table.print(tableFormat, muster.console());
      table.notes().forEach(muster.console()::note);
      jsonFile.ifPresent(new NcclJson(race, entrants.getFirst())::write);
    }
    failure.ifPresent(
        e -> muster.console().note("muster %s: %s".formatted(name(), e.getMessage())));
    return failure.isEmpty() && race.wrongCount() == 0 ? Main.OK : Main.WRONG;
  }

  private void progress(int round, String name) {
    if (muster.console().columns().isPresent()) {
      muster.console().progress("fork %d of %d: %s".formatted(round + 1, forks, name));
    }
  }

  /** Where our schedules run. */
  private Entrant here(SweepSpec spec) {
    String[] words = pool.split(":", -1);
    if (pool.contains(OPENCL)) {
      PoolFacts facts = PoolFacts.of(pool);
      if (facts.ranks() == 0) {
        throw new BadInputException(facts.trouble());
      }
      String ours = facts.ours();
      if (!List.of(DEFAULT_KERNEL, ours).contains(kernel)) {
        throw new BadInputException(
            "bad --kernel '%s' on '%s'; legal: %s".formatted(kernel, pool, ours));
      }
      facts.notes().forEach(muster.console()::note);
      return new Entrant("muster", new FreshProcess(), facts.ranks(), spec.by(ours));
    }
    requireKernel(spec);
    if (!words[0].equals(SweepSpec.JOB)) {
      try (Pool opened = Pools.open(pool)) {
        opened.notes().forEach(muster.console()::note);
        return new Entrant("muster", new FreshProcess(), opened.ranks(), spec);
      }
    }
    if (words.length < 2 || words.length > 3 || !words[1].matches("[1-9]\\d{0,4}")) {
      throw new BadInputException(
          "bad pool '%s'; legal: mpi:RANKS or mpi:RANKS:FAMILY, e.g. mpi:2:openmpi"
              .formatted(pool));
    }
    MpiLauncher launcher = words.length == 3 ? MpiLauncher.require(words[2]) : MpiLauncher.any();
    return new Entrant(
        "muster over " + launcher.family(),
        new FreshJob(launcher, algorithm.equals(MpiPool.LIBRARY)),
        Integer.parseInt(words[1]),
        spec.inJob(launcher.family()));
  }

  /** Our schedules: of a fixed order with the fastest one beside it, which says what it costs. */
  private List<Entrant> ours(Entrant here, List<Long> sizes, Consumer<String> notes) {
    if (blocks() == 0) {
      return List.of(withPlans(here, sizes, plan(here, sizes, notes)));
    }
    return List.of(
        withPlans(here.named("fixed tree"), sizes, _ -> FixedTree.NAME),
        withPlans(here.named("any order"), sizes, plan(here, sizes, notes)));
  }

  private LongFunction<String> plan(Entrant here, List<Long> sizes, Consumer<String> notes) {
    boolean job = here.spec().pool().equals(SweepSpec.JOB);
    if (job && algorithm.equals(MpiPool.LIBRARY)) {
      if (MpiPool.librarySupports(here.spec().problem(0, here.ranks())) instanceof Support.No no) {
        throw new BadInputException(
            "--algorithm %s: %s; legal: one of ours".formatted(algorithm, no.reason()));
      }
      return _ -> MpiPool.LIBRARY;
    }
    if (!algorithm.equals(AUTO)) {
      var _ = CollectiveAlgorithms.find(algorithm, kind);
      return _ -> algorithm;
    }
    boolean sharedMemory = PoolFacts.isCpu(pool) && !job;
    AlgorithmChoice choice =
        AlgorithmChoice.measure(here, AlgorithmChoice.candidates(kind, sharedMemory), sizes);
    choice.lines().forEach(notes);
    return choice::best;
  }

  private static Entrant withPlans(Entrant entrant, List<Long> sizes, LongFunction<String> plan) {
    return entrant.with(
        sizes.stream().map(bytes -> new SweepSpec.Turn(bytes, plan.apply(bytes))).toList());
  }

  private boolean withPeers() {
    if (!List.of("mpi", "none").contains(peers)) {
      throw new BadInputException("unknown --peers '%s'; legal: mpi, none".formatted(peers));
    }
    if (peers.equals("mpi") && blocks() > 0) {
      throw new BadInputException(
          "--peers mpi with --reproducible, which is set beside the fastest order; legal: no --peers");
    }
    return peers.equals("mpi");
  }

  /** Whether MPI does this itself; says why not. */
  private static boolean isSupported(SweepSpec spec, int ranks, Consumer<String> notes) {
    Support support = MpiPool.librarySupports(spec.problem(0, ranks));
    if (support instanceof Support.No no) {
      notes.accept("[unsupported] peers: " + no.reason());
    }
    return support instanceof Support.Yes;
  }

  /** Refuses what is no kernel that reduces on a core. */
  private static void requireKernel(SweepSpec spec) {
    ReduceOp operation = ReduceOp.parse(spec.op()).pairwise();
    var _ = Kernels.cpu().find(spec.kernel(), new ReduceLocal(spec.elementType(), operation, 1));
  }

  /** Refuses a root that is no rank, and more ranks than there are vectors to share out. */
  private static void requireRanks(SweepSpec spec, int ranks) {
    if (spec.root() < 0 || spec.root() >= ranks) {
      throw new BadInputException("bad -r %d; legal: 0 to %d".formatted(spec.root(), ranks - 1));
    }
    if (spec.blocks() > 0 && spec.blocks() < ranks) {
      throw new BadInputException(
          "--reproducible over %d ranks; legal: up to %d".formatted(ranks, spec.blocks()));
    }
  }

  private List<Entrant> peers(SweepSpec spec, List<Long> sizes, int ranks) {
    if (!isSupported(spec, ranks, muster.console()::note)) {
      return List.of();
    }
    List<MpiLauncher> launchers = MpiLauncher.all();
    if (launchers.isEmpty()) {
      muster
          .console()
          .note("[unsupported] peers: no mpirun on the PATH; " + MpiLauncher.HOW_TO_GET_ONE);
    }
    return launchers.stream()
        .map(
            launcher ->
                new Entrant(
                    launcher.family(),
                    new FreshJob(launcher, true),
                    ranks,
                    spec.inJob(launcher.family())))
        .map(entrant -> withPlans(entrant, sizes, _ -> MpiPool.LIBRARY))
        .toList();
  }
}
