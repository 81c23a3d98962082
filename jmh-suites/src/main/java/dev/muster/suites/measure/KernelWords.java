package dev.muster.suites.measure;

import dev.muster.bridge.blas.BestSettings;
import dev.muster.bridge.blas.PeerMatMul;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.matmul.TileChoices;
import dev.muster.kernels.matmul.VectorMatMul;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The kernels of a device that compute a product, as repeat lines name them.
 *
 * @param words those that are here; the first one reduces too, since it alone can do all of a
 *     pool's work. A library whose best settings differ from how it is shipped stands there twice
 * @param missing why others are not here
 * @param notes what a reader should know of those that are
 */
record KernelWords(List<String> words, List<String> missing, List<String> notes) {
  /** The specification is slow: named last. */
  private static final String SLOWEST_KERNEL = "scalar";

  private static final Problem ANY_PRODUCT = new MatMul(DType.F32, 1, 1, 1);
  private static final Problem ANY_REDUCTION = new ReduceLocal(DType.F32, ReduceOp.SUM, 1);

  KernelWords {
    words = List.copyOf(words);
    missing = List.copyOf(missing);
    notes = List.copyOf(notes);
  }

  /** Of a device that has these kernels; loads the libraries among them. */
  static KernelWords of(List<Kernel> all) {
    Kernels kernels = new Kernels(all);
    List<String> words = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<String> reducing = kernels.computing(ANY_REDUCTION).stream().map(Kernel::name).toList();
    kernels.computing(ANY_PRODUCT).stream()
        .sorted(
            Comparator.comparing((Kernel kernel) -> kernel.name().equals(SLOWEST_KERNEL))
                .thenComparing(kernel -> !reducing.contains(kernel.name())))
        .forEach(kernel -> add(kernel, words, missing, notes));
    return new KernelWords(words, missing, notes);
  }

  private static void add(
      Kernel kernel, List<String> words, List<String> missing, List<String> notes) {
    if (kernel.supports(ANY_PRODUCT) instanceof Support.No no) {
      missing.add("%s: %s".formatted(kernel.name(), no.reason()));
      return;
    }
    words.add(kernel.name());
    if (kernel instanceof VectorMatMul
        && TileChoices.here().of(DType.F32) instanceof TileChoices.Distrusted(String reason)) {
      notes.add(
          "tile and blocks of vector follow from the caches: %s; run: ./muster tune cpu"
              .formatted(reason));
    }
    if (kernel instanceof PeerMatMul peer) {
      switch (peer.bestSettings()) {
        case BestSettings.Best best when best.setting().isPresent() ->
            words.add(kernel.name() + ":best");
        case BestSettings.Best _ -> {}
        case BestSettings.Unknown(String reason) ->
            notes.add(
                "best settings of %s unknown: %s; run: ./muster tune peers"
                    .formatted(kernel.name(), reason));
      }
    }
  }
}
