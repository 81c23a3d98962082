/*
 * The loops of STREAM, one vector per work-item.
 *
 * REAL   float or double
 * LANES  elements per vector: 2, 4, 8 or 16
 */

#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define LOAD JOIN(vload, LANES)
#define STORE JOIN(vstore, LANES)

__kernel void copy(const ulong count, __global const REAL *a, __global REAL *out)
{
    const size_t first = get_global_id(0) * LANES;
    if (first + LANES <= count) {
        STORE(LOAD(0, a + first), 0, out + first);
    } else {
        for (size_t i = first; i < count; i++)
            out[i] = a[i];
    }
}

__kernel void triad(const ulong count, __global const REAL *b, __global const REAL *c,
                    __global REAL *out)
{
    const size_t first = get_global_id(0) * LANES;
    if (first + LANES <= count) {
        STORE(LOAD(0, b + first) + 3 * LOAD(0, c + first), 0, out + first);
    } else {
        for (size_t i = first; i < count; i++)
            out[i] = b[i] + 3 * c[i];
    }
}
