package dev.muster.suites.broken;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.matmul.ScalarMatMul;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.Matrix;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A product that goes wrong in the way that its name says, for the tests of those who measure. */
public abstract class BrokenKernel implements Kernel {
  private final String name;

  private BrokenKernel(String name) {
    this.name = name;
  }

  /** What it does in place of a product. */
  abstract void run(Matrix c);

  /** Computes zeros, in whatever setting and on however many cores. */
  public static final class Wrong extends BrokenKernel {
    public Wrong() {
      super("wrong");
    }

    @Override
    public List<String> settings() {
      return List.of("best");
    }

    @Override
    public Kernel with(List<String> settings) {
      return this;
    }

    @Override
    public Kernel withThreads(int threads) {
      return this;
    }

    @Override
    void run(Matrix c) {
      for (long row = 0; row < c.rows(); row++) {
        for (long col = 0; col < c.cols(); col++) {
          c.set(row, col, 0);
        }
      }
    }
  }

  /** Ends its process as abort(3) does. */
  public static final class Crashing extends BrokenKernel {
    private static final int ABORTED = 128 + 6;

    public Crashing() {
      super("crashing");
    }

    @Override
    void run(Matrix c) {
      Runtime.getRuntime().halt(ABORTED);
    }
  }

  /** Computes well, and ends its process as abort(3) does when it is closed. */
  public static final class CrashingAtLast extends BrokenKernel {
    public CrashingAtLast() {
      super("crashingatlast");
    }

    @Override
    public BoundKernel bind(Problem problem, Operands operands) {
      BoundKernel sound = new ScalarMatMul().bind(problem, operands);
      return new BoundKernel() {
        @Override
        public void run() {
          sound.run();
        }

        @Override
        public String description() {
          return sound.description();
        }

        @Override
        public void close() {
          Runtime.getRuntime().halt(Crashing.ABORTED);
        }
      };
    }

    @Override
    void run(Matrix c) {
      throw new UnsupportedOperationException("what is bound is sound");
    }
  }

  /** Runs only in the setting that this process was asked for first. */
  public static final class Alone extends BrokenKernel {
    private static final AtomicReference<List<String>> FIRST = new AtomicReference<>();

    private final List<String> settings;

    public Alone() {
      this(List.of());
    }

    private Alone(List<String> settings) {
      super("alone");
      this.settings = settings;
    }

    @Override
    public Kernel with(List<String> newSettings) {
      return new Alone(newSettings);
    }

    @Override
    public Support supports(Problem problem) {
      FIRST.compareAndSet(null, settings);
      return FIRST.get().equals(settings)
          ? Support.yes()
          : Support.no("this process has alone " + FIRST.get());
    }

    @Override
    void run(Matrix c) {
      throw new UnsupportedOperationException("for examination only");
    }
  }

  /** Never returns. */
  public static final class Hanging extends BrokenKernel {
    public Hanging() {
      super("hanging");
    }

    @Override
    void run(Matrix c) {
      while (c.rows() >= 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Class<? extends Problem> computes() {
    return MatMul.class;
  }

  @Override
  public Support supports(Problem problem) {
    return Support.yes();
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    return new BoundKernel() {
      @Override
      public void run() {
        BrokenKernel.this.run(operands.output(0));
      }

      @Override
      public String description() {
        return name;
      }
    };
  }
}
