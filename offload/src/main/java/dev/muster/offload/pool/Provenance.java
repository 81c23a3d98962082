package dev.muster.offload.pool;

/** Where a figure comes from; it travels with every result. */
public enum Provenance {
  /** Run here, on the device that is named. */
  MEASURED("measured"),
  /** From a model whose parameters were measured on the machine that it stands for. */
  CALIBRATED("calibrated"),
  /** From a model of a machine that was not measured. */
  EXTRAPOLATED("extrapolated");

  private final String text;

  Provenance(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
