/*
 * As many dot products of four signed bytes as a device can do: each work-item has CHAINS chains
 * x = dot(x, b) + c of LINKS links, which never leave its registers; x and b are four bytes in a
 * 32-bit integer.
 *
 * START    where the first chain begins, the second at twice that, and so on
 * DOT_KHR  defined where the function of cl_khr_integer_dot_product is used
 * DOT_PTX  defined where NVIDIA's instruction is used; else there are four multiplications
 */

inline int dot_add(const int x, const int b, const int c)
{
#if defined(DOT_KHR)
    return dot_4x8packed_ss_int(as_uint(x), as_uint(b)) + c;
#elif defined(DOT_PTX)
    int sum;
    __asm__ volatile("dp4a.s32.s32 %0, %1, %2, %3;" : "=r"(sum) : "r"(x), "r"(b), "r"(c));
    return sum;
#else
    const int4 p = convert_int4(as_char4(x)) * convert_int4(as_char4(b));
    return p.x + p.y + p.z + p.w + c;
#endif
}

__kernel void chains(const ulong items, __global const int *coefficients, __global int *out)
{
    const size_t item = get_global_id(0);
    if (item >= items)
        return;

    const int b = coefficients[0];
    const int c = coefficients[1];
    int x[CHAINS];
#pragma unroll
    for (int i = 0; i < CHAINS; i++)
        x[i] = (i + 1) * START;

    for (int link = 0; link < LINKS; link++)
#pragma unroll
        for (int i = 0; i < CHAINS; i++)
            x[i] = dot_add(x[i], b, c);

#pragma unroll
    for (int i = 0; i < CHAINS; i++)
        out[item * CHAINS + i] = x[i];
}
