/* Tiles of ROWS whole rows, loaded as one run of neighbouring pieces, the next tile on its way in registers. */
#pragma OPENCL FP_CONTRACT OFF
#define PIECES (N / PIECE)
#ifndef SKEW
#define SKEW 0
#endif
#if FLAT
#define PITCH N
#elif ONE
#define PITCH ((PIECES | 1) * PIECE)
#else
#define PITCH (((N + 7) / 8 | 1) * 8)
#endif
#define LANES 12
#define STRIPES (ROWS > 32 ? ROWS / 32 : 1)
#define COLUMNS (N + 2)
#define OWN ((STRIPES * (N / CP) + GROUP - 1) / GROUP)
#if FLAT
#define ALL (ROWS * N / 4)
#else
#define ALL (ROWS * PIECES)
#endif
#define LOADS ((ALL + GROUP - 1) / GROUP)
#define AT(r) ((r) * PITCH + ((r) >> 5) * SKEW)
#ifndef PRE
#define PRE LOADS
#endif
#ifndef HL
#define HL 0
#endif
#ifndef UM
#define UM 8
#endif
#if PIECE == 4
typedef float4 T;
#define SPREAD(v, x, at) x[at] = v.s0; x[at + 1] = v.s1; x[at + 2] = v.s2; x[at + 3] = v.s3
#elif PIECE == 2
typedef float2 T;
#define SPREAD(v, x, at) x[at] = v.s0; x[at + 1] = v.s1
#else
typedef float T;
#define SPREAD(v, x, at) x[at] = v
#endif
#if CP == 4
typedef float4 C;
#define COPIES(v) (float4)(v)
#elif CP == 2
typedef float2 C;
#define COPIES(v) (float2)(v)
#else
typedef float C;
#define COPIES(v) (v)
#endif
#if FLAT
typedef float4 L;
#define FROM(i, p) *(global const float4 *)(x + (size_t)(i) * N + 4 * min(p, ((end - (i)) * N - 1) / 4))
#define INTO(p) (4 * (p) + (p) / (8 * N) * SKEW)
#else
typedef T L;
#define INTO(p) (AT((p) / PIECES) + (p) % PIECES * PIECE)
#define FROM(i, p) *(global const T *)(x + (size_t)min((i) + (p) / PIECES, end - 1) * N + (p) % PIECES * PIECE)
#endif
#define IN(p) (ALL % GROUP == 0 || (p) < ALL)

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void gradient(
    global const float *restrict x, global const float *restrict y, global const float *restrict w,
    global float *restrict pairs, const int m, const int n, const int stride, const int first,
    const int base) {
  local float4 space[(ROWS * PITCH + STRIPES * SKEW + 3) / 4];
  local float4 weights4[(N + 4) / 4];
  local float4 dz[ROWS / 4];
  local float4 losses[ROWS / 4];
  local float *weights = (local float *)weights4;
  local float *tile = (local float *)space;
  const int item = (int)get_local_id(0);
  const int block = first + (int)get_group_id(0);
  const int begin = block * 1024;
  const int end = min(m, begin + 1024);
  global float *to = pairs + (size_t)(base + block) * 2 * stride;
#if !ONE
  local float4 lanes4[ROWS * LANES / 4];
  local float *lanes = (local float *)lanes4;
#endif
#if STRIPES_MANY
  local float sums[STRIPES * COLUMNS];
  const int top = GROUP - 1 - item;
#else
#if HL == 0
  local C his[OWN * GROUP];
  local C los[OWN * GROUP];
#else
  global C *his = (global C *)to;
  global C *los = (global C *)(to + stride);
#endif
#endif
  for (int j = item; j <= N; j += GROUP) {
    weights[j] = w[j];
  }
  float extra = 0.0f, hi = 0.0f, lo = 0.0f;
  C g[OWN];
#pragma unroll
  for (int k = 0; k < OWN; k++) {
    g[k] = COPIES(0.0f);
#if !STRIPES_MANY
    if (item + k * GROUP < N / CP) {
      his[item + k * GROUP] = COPIES(0.0f);
      los[item + k * GROUP] = COPIES(0.0f);
    }
#endif
  }
  local const float *values = (local const float *)(item & 1 ? losses : dz);
  L next[LOADS];
#pragma unroll
  for (int u = 0; u < PRE; u++) {
    if (IN(item + u * GROUP)) next[u] = FROM(begin, item + u * GROUP);
  }
  float label = item < ROWS ? y[min(begin + item, end - 1)] : 0.0f;
  barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll 1
  for (int i = begin; i < end; i += ROWS) {
    const int rows = min(ROWS, end - i);
#pragma unroll
    for (int u = PRE; u < LOADS; u++) {
      if (IN(item + u * GROUP)) next[u] = FROM(i, item + u * GROUP);
    }
#pragma unroll
    for (int u = 0; u < LOADS; u++) {
      const int p = item + u * GROUP;
      if (IN(p)) *(local L *)(tile + INTO(p)) = next[u];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (i + ROWS < end) {
#pragma unroll
      for (int u = 0; u < PRE; u++) {
        if (IN(item + u * GROUP)) next[u] = FROM(i + ROWS, item + u * GROUP);
      }
    }
#if !ONE
    for (int q = item; q < 8 * ROWS; q += GROUP) {
      local const float *from = tile + AT(q >> 3);
      float t = 0.0f;
#pragma unroll UM
      for (int j = q & 7; j < N; j += 8) {
        t = fma(from[j], weights[j], t);
      }
      lanes[(q >> 3) * LANES + (q & 7)] = t;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
#endif
    if (item < ROWS) {
#if ONE
      float t[8];
#pragma unroll
      for (int l = 0; l < 8; l++) t[l] = 0.0f;
#pragma unroll
      for (int c = 0; c < PIECES; c++) {
        const T p = *(local const T *)(tile + AT(item) + c * PIECE);
        float v[PIECE];
        SPREAD(p, v, 0);
#pragma unroll
        for (int k = 0; k < PIECE; k++) {
          const int j = c * PIECE + k;
          t[j & 7] = fma(v[k], weights[j], t[j & 7]);
        }
      }
#else
      local const float *t = lanes + item * LANES;
#endif
      const float z = (((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))) + weights[N];
#if NOELEM
      ((local float *)dz)[item] = z * label;
      ((local float *)losses)[item] = z;
#else
      const float s = wrong_margin(z, label);
      const float e = exp_minus_abs(s);
      ((local float *)dz)[item] = -label * sigmoid_from(s, e);
      ((local float *)losses)[item] = fabs(label) * loss_from(s, e);
#endif
      label = y[min(i + ROWS + item, end - 1)];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
#if STRIPES_MANY
#if !NOCOL
#pragma unroll
    for (int k = 0; k < OWN; k++) {
      const int p = item + k * GROUP;
      const int stripe = p / (N / CP);
      const int j = p % (N / CP) * CP;
      if (stripe < STRIPES) {
        local const float *column = tile + AT(stripe * 32) + j;
        C sum = COPIES(0.0f);
        if (stripe * 32 + 32 <= rows) {
#pragma unroll
          for (int r = 0; r < 32; r += 4) {
            const float4 d = dz[stripe * 8 + r / 4];
            sum = fma(COPIES(d.s0), *(local const C *)(column + r * PITCH), sum);
            sum = fma(COPIES(d.s1), *(local const C *)(column + (r + 1) * PITCH), sum);
            sum = fma(COPIES(d.s2), *(local const C *)(column + (r + 2) * PITCH), sum);
            sum = fma(COPIES(d.s3), *(local const C *)(column + (r + 3) * PITCH), sum);
          }
        } else {
          for (int r = 0; stripe * 32 + r < rows; r++) {
            sum = fma(COPIES(((local const float *)dz)[stripe * 32 + r]), *(local const C *)(column + r * PITCH), sum);
          }
        }
        *(local C *)(sums + stripe * COLUMNS + j) = sum;
      }
    }
    if (top < 2 * STRIPES) {
      float sum = 0.0f;
      if (top / 2 * 32 + 32 <= rows) {
        local const float4 *fours = (local const float4 *)values + top / 2 * 8;
#pragma unroll
        for (int r = 0; r < 8; r++) {
          const float4 d = fours[r];
          sum += d.s0;
          sum += d.s1;
          sum += d.s2;
          sum += d.s3;
        }
      } else {
        for (int r = top / 2 * 32; r < rows; r++) {
          sum += values[r];
        }
      }
      sums[top / 2 * COLUMNS + N + (item & 1)] = sum;
    }
#else
    sums[item % COLUMNS] = dz[item / 8].s0;
#endif
    barrier(CLK_LOCAL_MEM_FENCE);
    if (item < COLUMNS) {
      for (int stripe = 0; stripe * 32 < rows; stripe++) {
        const float v = sums[stripe * COLUMNS + item];
        const float s = hi + v;
        const float b = s - hi;
        lo += (hi - (s - b)) + (v - b);
        hi = s;
      }
    }
    // sums are written again only behind the next two barriers
  }
  if (item < COLUMNS) {
    to[item] = hi;
    to[stride + item] = lo;
  }
#else
    if (rows == ROWS) {
#pragma unroll
      for (int r = 0; r < ROWS; r += 4) {
        const float4 d = dz[r / 4];
#pragma unroll
        for (int k = 0; k < OWN; k++) {
          const int p = item + k * GROUP;
          if (N / CP % GROUP == 0 || p < N / CP) {
            local const float *column = tile + r * PITCH + p * CP;
            g[k] = fma(COPIES(d.s0), *(local const C *)column, g[k]);
            g[k] = fma(COPIES(d.s1), *(local const C *)(column + PITCH), g[k]);
            g[k] = fma(COPIES(d.s2), *(local const C *)(column + 2 * PITCH), g[k]);
            g[k] = fma(COPIES(d.s3), *(local const C *)(column + 3 * PITCH), g[k]);
          }
        }
      }
    } else {
      for (int r = 0; r < rows; r++) {
        const float d = ((local const float *)dz)[r];
#pragma unroll
        for (int k = 0; k < OWN; k++) {
          const int p = item + k * GROUP;
          if (N / CP % GROUP == 0 || p < N / CP) {
            g[k] = fma(COPIES(d), *(local const C *)(tile + r * PITCH + p * CP), g[k]);
          }
        }
      }
    }
    if (item >= GROUP - 2) {
      if (rows == ROWS) {
#pragma unroll
        for (int r = 0; r < ROWS / 4; r++) {
          const float4 d = ((local const float4 *)values)[r];
          extra += d.s0;
          extra += d.s1;
          extra += d.s2;
          extra += d.s3;
        }
      } else {
        for (int r = 0; r < rows; r++) {
          extra += values[r];
        }
      }
    }
    if (((i + ROWS) & 31) == 0 || i + ROWS >= end) {
#pragma unroll
      for (int k = 0; k < OWN; k++) {
        const int p = item + k * GROUP;
        if (p < N / CP) {
          const C a = his[p];
          const C s = a + g[k];
          const C b = s - a;
          his[p] = s;
          los[p] += (a - (s - b)) + (g[k] - b);
          g[k] = COPIES(0.0f);
        }
      }
      const float s = hi + extra;
      const float b = s - hi;
      lo += (hi - (s - b)) + (extra - b);
      hi = s;
      extra = 0.0f;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
#if HL == 0
#pragma unroll
  for (int k = 0; k < OWN; k++) {
    const int p = item + k * GROUP;
    if (p < N / CP) {
      *(global C *)(to + p * CP) = his[p];
      *(global C *)(to + stride + p * CP) = los[p];
    }
  }
#endif
  if (item >= GROUP - 2) {
    to[N + (item & 1)] = hi;
    to[stride + N + (item & 1)] = lo;
  }
#endif
}
