package io.downhill.device.opencl;

/** How the passes over X are split; all forms give the same bits on every device. */
public enum ClForm {
  /** For CPUs: a work-item walks a block of 1024 examples in vectors of eight. */
  WALK,
  /** For GPUs: a work-group shares a tile of rows in local memory. */
  TILE,
  /** For GPUs: a work-group reads rows from global memory, twice; where no tile fits. */
  WIDE
}
