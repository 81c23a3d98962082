/*
 * Reads from local memory: each work-item adds up READS entries of a table of VECTORS, beginning at
 * its own; neighbours read neighbours.
 *
 * REAL            float or double
 * LANES           elements per entry: 4 of float, 2 of double
 * VECTORS, READS  as said
 * GROUP           work-items of a group, of which VECTORS is a multiple
 */

#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define VECTOR JOIN(REAL, LANES)

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void reads(const ulong items, __global const REAL *a, __global REAL *out)
{
    __local VECTOR table[VECTORS];

    const int own = get_local_id(0);
    for (int i = own; i < VECTORS; i += GROUP)
        table[i] = (VECTOR)(a[0] + i);
    barrier(CLK_LOCAL_MEM_FENCE);

    VECTOR sum = (VECTOR)(0);
#pragma unroll 16
    for (int read = 0; read < READS; read++)
        sum += table[(own + read) % VECTORS];

    REAL lane[LANES];
    JOIN(vstore, LANES)(sum, 0, lane);
    REAL different = 0;
    for (int i = 1; i < LANES; i++)
        different += lane[i] - lane[0];
    const size_t item = get_global_id(0);
    if (item < items)
        out[item] = lane[0] + different;
}
