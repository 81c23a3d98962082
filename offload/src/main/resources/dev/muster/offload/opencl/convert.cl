/*
 * Halves to float and back, one element per work-item.
 *
 * OF_BF16  defined where a half is the upper half of a float; else it is an f16 of IEEE 754
 */

#ifdef OF_BF16
static float to_float(__global const ushort *from, const size_t at)
{
    return as_float((uint)from[at] << 16);
}

static void from_float(const float x, __global ushort *into, const size_t at)
{
    const uint bits = as_uint(x);
    into[at] = (isnan(x) ? bits | 0x400000 : bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}
#else
static float to_float(__global const ushort *from, const size_t at)
{
    return vload_half(at, (__global const half *)from);
}

static void from_float(const float x, __global ushort *into, const size_t at)
{
    vstore_half_rte(x, at, (__global half *)into);
}
#endif

__kernel void widen(const ulong count, __global const ushort *from, __global float *into)
{
    const size_t at = get_global_id(0);
    if (at < count)
        into[at] = to_float(from, at);
}

/* Rounded to nearest, ties to even. */
__kernel void narrow(const ulong count, __global const float *from, __global ushort *into)
{
    const size_t at = get_global_id(0);
    if (at < count)
        from_float(from[at], into, at);
}
