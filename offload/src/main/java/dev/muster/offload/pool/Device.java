package dev.muster.offload.pool;

import dev.muster.bridge.os.EnergyMeter;
import dev.muster.bridge.os.PackageEnergy;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.roofline.StreamCopy;
import dev.muster.kernels.roofline.StreamTriad;
import dev.muster.kernels.roofline.VectorFma;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One thing that computes: a core, a GPU, a sub-device. */
public interface Device {
  /** The hardware of all that computes on them. */
  String CORES = "the cores of this machine";

  /** Of each vector of STREAM: beyond most caches, and quick to fill. */
  long STREAM_BYTES = 256L << 20;

  /** What is said of a rank in a result: stable, and different for two physical devices. */
  String id();

  /**
   * Of the whole device where this is a part of one: what stands before the {@code /} of its id.
   */
  default String root() {
    return id().split("/", 2)[0];
  }

  /**
   * What tells the hardware that it is from all other in this machine, whichever driver shows it;
   * empty where nobody says.
   */
  default Optional<String> hardware() {
    return core().isPresent() ? Optional.of(CORES) : Optional.empty();
  }

  /** For people: name, driver, version, on one line. */
  String description();

  /** The CPU that it is, to which a thread that works as this device is pinned. */
  default OptionalInt core() {
    return OptionalInt.empty();
  }

  /**
   * What tells the energy that it takes, with whatever cannot be told from it; empty where nobody
   * can.
   */
  default Optional<EnergyMeter> energy() {
    return core().isPresent() ? Optional.of(PackageEnergy.here()) : Optional.empty();
  }

  /**
   * The problem that shows how many multiply-adds of a product it could do at most; here that of a
   * core, in the type of the sums.
   */
  default Problem peakProblem(DType dtype) {
    return VectorFma.problem(dtype.sums());
  }

  /** The problems that show what it could do at most, to be solved by our own kernel. */
  default List<Problem> ceilings() {
    return List.of(
        peakProblem(DType.F32),
        peakProblem(DType.F64),
        new StreamCopy(DType.F32, STREAM_BYTES / DType.F32.bytes()),
        new StreamTriad(DType.F32, STREAM_BYTES / DType.F32.bytes()));
  }

  /** The kernels that run on it, with operands in the memory of the host. */
  Kernels kernels();
}
