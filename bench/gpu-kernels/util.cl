kernel void fill(global float *x, const ulong count, const int seed, const int hard) {
  for (size_t k = get_global_id(0); k < count; k += get_global_size(0)) {
    ulong h = k * 0x9E3779B97F4A7C15UL + (ulong)seed * 0xD1B54A32D192ED03UL;
    h ^= h >> 32; h *= 0xD6E8FEB86659FD93UL; h ^= h >> 32; h *= 0xD6E8FEB86659FD93UL; h ^= h >> 32;
    float v = (float)((int)(uint)h >> 8) * 0x1p-22f;
    if (hard == 1) {
      uint kind = (uint)(h >> 40) & 63;
      if (kind == 0) v = -0.0f;
      if (kind == 1) v = v * 0x1p-126f;
      if (kind == 2) v = v * 0x1p-70f;
      if (kind == 3) v = v * 0x1p20f;
      if (kind == 4) v = -0x1p-149f;
    }
    if (hard == 2) v = (h >> 33) & 1 ? 1.0f : -1.0f;
    x[k] = v;
  }
}
kernel void scan4(global const float *restrict x, global float *out, const ulong pieces) {
  // each group 4096 pieces
  const size_t at = (size_t)get_group_id(0) * 4096 + get_local_id(0);
  global const float4 *from = (global const float4 *)x;
  float4 s = 0.0f;
  if ((size_t)(get_group_id(0) + 1) * 4096 <= pieces) {
#pragma unroll
    for (int k = 0; k < 16; k++) s += from[at + k * 256];
  }
  if ((s.x + s.y) + (s.z + s.w) == 1.2345e30f) out[0] = s.x;
}
