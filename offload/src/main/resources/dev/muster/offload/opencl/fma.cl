/*
 * As many fused multiply-adds as a device can do: each work-item has CHAINS chains x = x * a + b of
 * LINKS links, which never leave its registers.
 *
 * REAL   float, double or half
 * LANES  elements per vector: 1, 2, 4, 8 or 16
 */

#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif
#ifdef cl_khr_fp16
#pragma OPENCL EXTENSION cl_khr_fp16 : enable
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#if LANES == 1
#define VECTOR REAL
#define STORE(x, p) *(p) = x
#else
#define VECTOR JOIN(REAL, LANES)
#define STORE(x, p) JOIN(vstore, LANES)(x, 0, p)
#endif

__kernel void chains(const ulong items, __global const REAL *coefficients, __global REAL *out)
{
    const size_t item = get_global_id(0);
    if (item >= items)
        return;

    const VECTOR a = (VECTOR)(coefficients[0]);
    const VECTOR b = (VECTOR)(coefficients[1]);
    VECTOR x[CHAINS];
#pragma unroll
    for (int c = 0; c < CHAINS; c++)
        x[c] = (VECTOR)((REAL)(c + 1) / 64);

    for (int link = 0; link < LINKS; link++)
#pragma unroll
        for (int c = 0; c < CHAINS; c++)
            x[c] = fma(x[c], a, b);

#pragma unroll
    for (int c = 0; c < CHAINS; c++)
        STORE(x[c], out + (item * CHAINS + c) * LANES);
}
