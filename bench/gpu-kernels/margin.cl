/* z: an item takes PIECE lanes of RI rows, all its loads before the first use (U pieces a row at once). */
#pragma OPENCL FP_CONTRACT OFF
#define PARTS (8 / PIECE)
#define CHUNKS ((N + 7) / 8)
#define GROUP_ROWS (GROUP / PARTS)
#if PIECE == 4
typedef float4 T;
#elif PIECE == 2
typedef float2 T;
#else
typedef float T;
#endif
kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void margins(
    global const float *restrict x, global const float *restrict w, global float *restrict z,
    const int m, const int n, const int first, const int base) {
  local float4 lanes4[GROUP_ROWS * RI * 12 / 4];
  local float *lanes = (local float *)lanes4;
  local float4 weights4[(N + 4) / 4];
  local float *weights = (local float *)weights4;
  const int item = (int)get_local_id(0);
  const int row = item / PARTS;
  const int part = item % PARTS;
  const int begin = first * 1024 + (int)get_group_id(0) * GROUP_ROWS * RI;
#define IN(c) ((c) < CHUNKS && ((c) * 8 + 8 <= N || (c) * 8 + part * PIECE < N))
  for (int j = item; j <= N; j += GROUP) weights[j] = w[j];
  T t[RI];
#pragma unroll
  for (int k = 0; k < RI; k++) t[k] = 0.0f;
  barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll 1
  for (int c = 0; c < CHUNKS; c += U) {
    T v[RI * U];
#pragma unroll
    for (int k = 0; k < RI; k++) {
#pragma unroll
      for (int u = 0; u < U; u++) {
        if (IN(c + u)) v[k * U + u] = *(global const T *)(x + (size_t)min(begin + row + k * GROUP_ROWS, m - 1) * N + ((c + u) * 8 + part * PIECE));
      }
    }
#pragma unroll
    for (int u = 0; u < U; u++) {
      if (IN(c + u)) {
        const T q = *(local const T *)(weights + (c + u) * 8 + part * PIECE);
#pragma unroll
        for (int k = 0; k < RI; k++) t[k] = fma(v[k * U + u], q, t[k]);
      }
    }
  }
#pragma unroll
  for (int k = 0; k < RI; k++) *(local T *)(lanes + (row + k * GROUP_ROWS) * 12 + part * PIECE) = t[k];
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int r = item; r < GROUP_ROWS * RI; r += GROUP) {
    if (begin + r < m) {
      local const float *s = lanes + r * 12;
      z[(size_t)base + begin + r] = (((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))) + weights[N];
    }
  }
}
