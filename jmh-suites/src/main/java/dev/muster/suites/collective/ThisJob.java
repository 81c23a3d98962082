package dev.muster.suites.collective;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.bridge.os.ProcessVariables;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.suites.RunLine;
import dev.muster.suites.fork.ForkReport;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The MPI job that this process was started in. Every process of it measures the same, and the
 * first one speaks.
 */
public final class ThisJob implements Place, AutoCloseable {
  /** Variables that launchers set for each rank, and the family that they belong to. */
  private static final Map<String, String> SIGNS =
      Map.of(
          "OMPI_COMM_WORLD_RANK", "openmpi",
          "PMI_RANK", "mpich",
          "PMIX_RANK", "openmpi");

  /** Names the family where the launcher's maker is not the library's: {@code abi}. */
  private static final String FAMILY = "MUSTER_MPI";

  /** Bits of a digest that a sum of doubles keeps. */
  private static final long DIGEST_BITS = (1L << 48) - 1;

  private final JobRanks ranks;

  private ThisJob(JobRanks ranks) {
    this.ranks = ranks;
  }

  /** The family of libraries of the job; empty where this process is in none. */
  public static Optional<String> family() {
    Optional<String> named = ProcessVariables.get(FAMILY);
    return named.isPresent() && inJob() ? named : familyOfLauncher();
  }

  private static boolean inJob() {
    return familyOfLauncher().isPresent();
  }

  private static Optional<String> familyOfLauncher() {
    return SIGNS.entrySet().stream()
        .filter(sign -> ProcessVariables.get(sign.getKey()).isPresent())
        .map(Map.Entry::getValue)
        .sorted(Comparator.reverseOrder())
        .findFirst();
  }

  /**
   * Joins it.
   *
   * @throws dev.muster.bridge.mpi.MpiException where the library does not start
   */
  public static ThisJob join(String family) {
    return new ThisJob(JobRanks.join(family));
  }

  /**
   * The first process that was given other words than the first one: another version, other sizes,
   * with which the processes would wait for messages that never come. Empty where all agree.
   */
  public OptionalInt firstThatDiffers(String words) {
    return ranks.pool().firstThatDiffers(digest(words));
  }

  private static long digest(String words) {
    try {
      byte[] all = MessageDigest.getInstance("SHA-256").digest(words.getBytes(UTF_8));
      return ByteBuffer.wrap(all).getLong() & DIGEST_BITS;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it is so for any process; every one of them has to ask. */
  public boolean anywhere(boolean here) {
    return ranks.pool().sum(here ? 1 : 0) > 0;
  }

  /** Processes of the job. */
  public int size() {
    return ranks.pool().ranks();
  }

  /** Whether this process is the one that prints. */
  public boolean speaks() {
    return ranks.first() == 0;
  }

  @Override
  public SweepAnswer measure(String name, int count, SweepSpec spec) {
    return SweepAnswer.of(ranks, spec, _ -> {});
  }

  /** What is wrong with a product over the job, whichever process looks; none where nothing is. */
  public Stream<String> complaint(RunLine line) {
    try {
      var _ = ranks.pool().supports(line.problem(), line.plan(), line.kernel());
      return Stream.empty();
    } catch (BadInputException e) {
      return Stream.of(e.getMessage());
    }
  }

  /**
   * What a product over the job comes to; whole on the process that {@link #speaks}.
   *
   * @param traceFile where that process leaves a trace
   */
  public ForkReport product(RunLine line, double seconds, Optional<Path> traceFile) {
    return ProductJob.measure(ranks, line, seconds, traceFile);
  }

  /** Ends all processes of the job, of which some may wait for this one. */
  public void abort() {
    ranks.abort();
  }

  @Override
  public void close() {
    ranks.close();
  }
}
