/*
 * As many multiply-adds as tensor cores can do: each warp (32 work-items) has CHAINS chains C = C +
 * A * B of LINKS links, A of 16 x 16, B of 16 x 8 halves, C of floats, which never leave its
 * registers; the instruction is the one of matmul_engine.cl.
 *
 * OF_BF16  defined where halves are bf16, else they are f16
 */

#ifdef OF_BF16
#define TYPE "bf16"
#else
#define TYPE "f16"
#endif

#define LANES 32

__kernel void chains(const ulong items, __global const ushort *coefficients, __global float *out)
{
    const size_t item = get_global_id(0);
    if (item >= items)
        return;

    const uint a = coefficients[0] * 0x10001u;
    const uint b = coefficients[1] * 0x10001u;
    float sum[CHAINS][4];
#pragma unroll
    for (int c = 0; c < CHAINS; c++)
#pragma unroll
        for (int r = 0; r < 4; r++)
            sum[c][r] = 0;

    for (int link = 0; link < LINKS; link++)
#pragma unroll
        for (int c = 0; c < CHAINS; c++)
            __asm__ volatile("mma.sync.aligned.m16n8k16.row.col.f32." TYPE "." TYPE
                             ".f32 {%0, %1, %2, %3}, {%4, %4, %4, %4}, {%5, %5}, {%0, %1, %2, %3};"
                             : "+f"(sum[c][0]), "+f"(sum[c][1]), "+f"(sum[c][2]), "+f"(sum[c][3])
                             : "r"(a), "r"(b));

#pragma unroll
    for (int c = 0; c < CHAINS; c++)
        vstore4((float4)(sum[c][0], sum[c][1], sum[c][2], sum[c][3]),
                (item / LANES * CHAINS + c) * LANES + item % LANES, out);
}
