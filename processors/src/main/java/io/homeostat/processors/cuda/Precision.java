package io.homeostat.processors.cuda;

import java.util.Locale;

/** How products are computed on a device; sums that cancel are in double in each. */
public enum Precision {
  /** Fused multiply-add in single precision. */
  FP32,
  /**
   * On tensor cores, each factor split in two TF32 numbers and three of their products added, which
   * recovers about single precision.
   */
  TF32;

  /** The kernel of this precision. */
  String kernel(String name) {
    return name + "_" + name().toLowerCase(Locale.ROOT);
  }

  /** As it stands in a statistics record. */
  String text() {
    return this == TF32 ? "tf32 split in two" : "fp32";
  }
}
