/*
 * Computes   of a row of margins z the class a of the greatest, S = 1 + rest = the sum of e_k =
 *            exp(-(z_a - z_k)), and p_k = e_k / S.
 * Shapes     z: the K margins of a row.
 * Work       functions for one item, which takes a row.
 * Traffic    two reads of the row, from cache the second time; each p_k computes its exponential anew,
 *            so that a row needs no memory.
 * Numerics   as io.downhill.device.cpu.Softmax has them: the greatest found and the others summed in
 *            class order; the greatest's 1 added last, and what that rounding loses kept as low.
 * Options    none.
 * Source     Knuth's TwoSum. Needs elementary.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

/* What the classes of a row share. */
typedef struct {
  int top;
  float margin;
  float rest;
  float sum;
  float low;
  float reciprocal;
} softmax_row;

/* 1/(sum + low), sum from 1 to 2^24. */
static float reciprocal_of_sum(const float sum, const float low) {
  const int bits = as_int(sum);
  const float power = as_float(0x7f000000 - (bits & 0x7f800000));
  return reciprocal(as_float((bits & 0x007fffff) | 0x3f800000), low * power) * power;
}

/* log(sum + low), as k log 2 + log1p(v - 1). */
static float log_of_sum(const float sum, const float low) {
  const int bits = as_int(sum);
  const float k = (float)((int)((uint)bits >> 23) - 127);
  const float power = as_float(0x7f000000 - (bits & 0x7f800000));
  const float e = (as_float((bits & 0x007fffff) | 0x3f800000) - 1.0f) + low * power;
  return fma(k, 0x1.62e4p-1f, fma(k, 0x1.7f7d1cp-20f, log1p_from(e)));
}

static softmax_row softmax_of(global const float *z, const int classes) {
  softmax_row row;
  row.top = 0;
  row.margin = z[0];
  for (int k = 1; k < classes; k++) {
    const float margin = z[k];
    row.top = margin > row.margin ? k : row.top;
    row.margin = margin > row.margin ? margin : row.margin;
  }
  row.rest = 0.0f;
  for (int k = 0; k < classes; k++) {
    row.rest += k == row.top ? 0.0f : exp_minus_abs(row.margin - z[k]);
  }
  row.sum = 1.0f + row.rest;
  const float b = row.sum - 1.0f;
  row.low = (1.0f - (row.sum - b)) + (row.rest - b);
  row.reciprocal = reciprocal_of_sum(row.sum, row.low);
  return row;
}

/* p_k, of the margin of class k. */
static float probability_of(const softmax_row row, const float z, const int k) {
  return (k == row.top ? 1.0f : exp_minus_abs(row.margin - z)) * row.reciprocal;
}

/* c times the loss, of the margin of the row's own class. */
static float softmax_loss(const softmax_row row, const float z, const int label, const float c) {
  return c * (log_of_sum(row.sum, row.low) + (label == row.top ? 0.0f : row.margin - z));
}

/* dz of the row's own class, of its margin. */
static float softmax_own(const softmax_row row, const float z, const int label, const float c) {
  return label == row.top ? -(c * (row.rest * row.reciprocal))
                          : c * (probability_of(row, z, label) - 1.0f);
}

/* The mean of a direction over the classes, from that of the greatest margin. */
static float mean_of(const softmax_row row, global const float *z, global const float *u,
                     const int classes) {
  const float base = u[row.top];
  float mean = 0.0f;
  for (int k = 0; k < classes; k++) {
    mean = fma(probability_of(row, z[k], k), u[k] - base, mean);
  }
  return mean;
}
