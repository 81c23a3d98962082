/*
 * As little as a kernel can do.
 *
 * REAL  float or double
 */

#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

__kernel void launch(__global REAL *out)
{
    out[0] = 1;
}
