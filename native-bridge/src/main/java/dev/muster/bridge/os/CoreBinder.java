package dev.muster.bridge.os;

import dev.muster.kernels.kernel.Cores;
import java.util.List;

/** Binds the threads of a kernel to the CPUs of {@link Affinity}, in their order. */
public final class CoreBinder implements Cores.Binder {

  @Override
  public void bind(int index) {
    List<Integer> cpus = Affinity.cpus();
    Affinity.pin(cpus.get(index % cpus.size()));
  }
}
