/*
 * C = alpha * A * B + beta * C, row-major, f32, for devices whose vector types are vectors of the
 * instruction set (CPUs). No local memory: caches do that work.
 *
 * ROWS     rows of C that one work-item keeps in registers
 * VECTORS  vectors per row
 * LANES    f32 per vector: 4, 8 or 16
 * FMA      defined where fma() is an instruction
 *
 * B is first copied into panels of ROWS_OF_B x COLS, one after the other and padded with zeros, so
 * that the inner loop of matmul() reads B straight through and knows no right edge. What it
 * computes beyond the edges of C is not stored.
 */

#define COLS (VECTORS * LANES)

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define VECTOR JOIN(float, LANES)
#define LOAD JOIN(vload, LANES)
#define STORE JOIN(vstore, LANES)

#ifdef FMA
#define MULTIPLY_ADD(a, b, c) fma(a, b, c)
#else
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif

/* One work-item: one row of one panel. */
__kernel void pack(const ulong n, const ulong k, __global const float *b, __global float *panels)
{
    const size_t p = get_global_id(0);
    const size_t panel = get_global_id(1);
    if (p >= k)
        return;

    const size_t col = panel * COLS;
    __global const float *from = b + p * n + col;
    __global float *into = panels + (panel * k + p) * COLS;
    if (col + COLS <= n) {
        for (int v = 0; v < VECTORS; v++)
            STORE(LOAD(v, from), v, into);
    } else {
        for (int j = 0; j < COLS; j++)
            into[j] = col + j < n ? from[j] : 0.0f;
    }
}

static void update(__global float *c, const float product, const float beta)
{
    *c = beta == 0.0f ? product : product + beta * *c;
}

/* One work-item: ROWS x COLS of C. */
__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void matmul(const ulong m, const ulong n, const ulong k, const float alpha, const float beta,
            __global const float *a, __global const float *panels, __global float *c)
{
    const size_t row = get_global_id(0) * ROWS;
    const size_t panel = get_global_id(1);
    const size_t col = panel * COLS;

    __global const float *a_row[ROWS];
#pragma unroll
    for (int i = 0; i < ROWS; i++)
        a_row[i] = a + min(row + i, (size_t)m - 1) * k;

    VECTOR sum[ROWS][VECTORS];
#pragma unroll
    for (int i = 0; i < ROWS; i++)
#pragma unroll
        for (int v = 0; v < VECTORS; v++)
            sum[i][v] = (VECTOR)(0.0f);

    __global const float *b = panels + panel * k * COLS;
    for (size_t p = 0; p < k; p++, b += COLS) {
        VECTOR b_row[VECTORS];
#pragma unroll
        for (int v = 0; v < VECTORS; v++)
            b_row[v] = LOAD(v, b);
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
            const VECTOR a_value = (VECTOR)(a_row[i][p]);
#pragma unroll
            for (int v = 0; v < VECTORS; v++)
                sum[i][v] = MULTIPLY_ADD(a_value, b_row[v], sum[i][v]);
        }
    }

    for (int i = 0; i < ROWS && row + i < m; i++) {
        __global float *into = c + (row + i) * n + col;
        for (int v = 0; v < VECTORS; v++) {
            const VECTOR product = alpha * sum[i][v];
            if (col + (v + 1) * LANES <= n) {
                if (beta == 0.0f)
                    STORE(product, v, into);
                else
                    STORE(product + beta * LOAD(v, into), v, into);
            } else {
                float lane[LANES];
                STORE(product, 0, lane);
                for (int j = 0; j < LANES && col + v * LANES + j < n; j++)
                    update(into + v * LANES + j, lane[j], beta);
            }
        }
    }
}
