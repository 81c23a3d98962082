/*
 * C = alpha * op(A) * op(B) + beta * C, row-major, for devices whose vector types are vectors of the
 * instruction set (CPUs). No local memory: caches do that work.
 *
 * REAL     float or double
 * ROWS     rows of C that one work-item keeps in registers at a time
 * VECTORS  vectors per row
 * LANES    elements per vector: 2, 4, 8 or 16
 * PACKED   defined where A and B are read from packed copies, else as they are stored
 * FMA      defined where fma() is an instruction
 *
 * Arguments: kc, length of the sums between two visits to C; mc x nc, the part of C of a work-item,
 * multiples of ROWS and COLS.
 *
 * A packed copy holds one block of kc steps after the other; a block holds one strip after the
 * other, of ROWS rows of A or COLS columns of B, padded with zeros; a strip holds one step after the
 * other. So the inner loop reads both straight through and knows no edge. What it computes beyond
 * the edges of C is not stored.
 */

#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

#define COLS (VECTORS * LANES)

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define VECTOR JOIN(REAL, LANES)
#define LOAD JOIN(vload, LANES)
#define STORE JOIN(vstore, LANES)

#ifdef FMA
#define MULTIPLY_ADD(a, b, c) fma(a, b, c)
#else
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif

#define FOUR JOIN(REAL, 4)
#define TRANSPOSE(from, from_row, into, into_row)                                                 \
    do {                                                                                          \
        const FOUR r0 = vload4(0, (from));                                                        \
        const FOUR r1 = vload4(0, (from) + (from_row));                                           \
        const FOUR r2 = vload4(0, (from) + 2 * (from_row));                                       \
        const FOUR r3 = vload4(0, (from) + 3 * (from_row));                                       \
        vstore4((FOUR)(r0.x, r1.x, r2.x, r3.x), 0, (into));                                       \
        vstore4((FOUR)(r0.y, r1.y, r2.y, r3.y), 0, (into) + (into_row));                          \
        vstore4((FOUR)(r0.z, r1.z, r2.z, r3.z), 0, (into) + 2 * (into_row));                      \
        vstore4((FOUR)(r0.w, r1.w, r2.w, r3.w), 0, (into) + 3 * (into_row));                      \
    } while (0)

/*
 * One work-item: one strip of one block. Either steps or rows and columns lie side by side in the
 * source. Element (step, i) of the source is from[offset + step *
 * step_size + i * size]; count is that of all rows or columns.
 */
#define PACK(name, WIDTH)                                                                         \
    __kernel __attribute__((reqd_work_group_size(1, 1, 1)))                                       \
    void name(const ulong count, const ulong k, const ulong kc, const ulong step_size,            \
              const ulong size, const ulong offset, __global const REAL *from,                    \
              __global REAL *packed)                                                              \
    {                                                                                             \
        const size_t start = get_global_id(0) * kc;                                               \
        const size_t steps = min((size_t)kc, (size_t)k - start);                                  \
        const size_t first = get_global_id(1) * WIDTH;                                            \
        const size_t width = min((size_t)WIDTH, (size_t)count - first);                           \
        from += offset + start * step_size + first * size;                                        \
        __global REAL *into = packed + start * get_global_size(1) * WIDTH + steps * first;        \
        if (width < WIDTH) {                                                                      \
            for (size_t p = 0; p < steps; p++)                                                    \
                for (size_t i = 0; i < WIDTH; i++)                                                \
                    into[p * WIDTH + i] = i < width ? from[p * step_size + i * size] : (REAL)0;   \
        } else if (size == 1) {                                                                   \
            for (size_t p = 0; p < steps; p++)                                                    \
                for (size_t i = 0; i < WIDTH; i++)                                                \
                    into[p * WIDTH + i] = from[p * step_size + i];                                \
        } else {                                                                                  \
            size_t p = 0;                                                                         \
            for (; p + 4 <= steps; p += 4) {                                                      \
                for (size_t i = 0; i + 4 <= WIDTH; i += 4)                                        \
                    TRANSPOSE(from + p + i * size, size, into + p * WIDTH + i, WIDTH);            \
                for (size_t i = WIDTH / 4 * 4; i < WIDTH; i++)                                    \
                    for (size_t q = p; q < p + 4; q++)                                            \
                        into[q * WIDTH + i] = from[q + i * size];                                 \
            }                                                                                     \
            for (; p < steps; p++)                                                                \
                for (size_t i = 0; i < WIDTH; i++)                                                \
                    into[p * WIDTH + i] = from[p + i * size];                                     \
        }                                                                                         \
    }

PACK(pack_a, ROWS)
PACK(pack_b, COLS)

static void update(__global REAL *c, const REAL product, const REAL beta)
{
    *c = beta == 0 ? product : product + beta * *c;
}

/*
 * ROWS x COLS of C, of which rows x cols exist. Element (i, p) of A is a[i * a_row + p * a_step],
 * row p of B begins at b[p * b_step], row i of C at c[i * c_row].
 */
static inline void multiply_tile(const size_t steps, __global const REAL *a, const size_t a_row,
                                 const size_t a_step, __global const REAL *b, const size_t b_step,
                                 __global REAL *c, const size_t c_row, const size_t rows,
                                 const size_t cols, const REAL alpha, const REAL beta)
{
    __global const REAL *a_at[ROWS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#ifdef PACKED
        a_at[i] = a + i * a_row;
#else
        a_at[i] = a + min((size_t)i, rows - 1) * a_row;
#endif
    }

    VECTOR sum[ROWS][VECTORS];
#pragma unroll
    for (int i = 0; i < ROWS; i++)
#pragma unroll
        for (int v = 0; v < VECTORS; v++)
            sum[i][v] = (VECTOR)(0);

    for (size_t p = 0; p < steps; p++) {
        VECTOR b_row[VECTORS];
#pragma unroll
        for (int v = 0; v < VECTORS; v++)
            b_row[v] = LOAD(v, b + p * b_step);
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
            const VECTOR a_value = (VECTOR)(a_at[i][p * a_step]);
#pragma unroll
            for (int v = 0; v < VECTORS; v++)
                sum[i][v] = MULTIPLY_ADD(a_value, b_row[v], sum[i][v]);
        }
    }

    if (rows >= ROWS && cols >= COLS && beta == 1) {
#pragma unroll
        for (int i = 0; i < ROWS; i++)
#pragma unroll
            for (int v = 0; v < VECTORS; v++) {
                __global REAL *into = c + i * c_row + v * LANES;
                STORE(MULTIPLY_ADD((VECTOR)(alpha), sum[i][v], LOAD(0, into)), 0, into);
            }
        return;
    }
    for (int i = 0; i < ROWS && i < rows; i++) {
        __global REAL *into = c + i * c_row;
        for (int v = 0; v < VECTORS; v++) {
            const VECTOR product = alpha * sum[i][v];
            if ((v + 1) * LANES <= cols) {
                if (beta == 0)
                    STORE(product, v, into);
                else
                    STORE(product + beta * LOAD(v, into), v, into);
            } else {
                REAL lane[LANES];
                STORE(product, 0, lane);
                for (int j = 0; j < LANES && v * LANES + j < cols; j++)
                    update(into + v * LANES + j, lane[j], beta);
            }
        }
    }
}

/*
 * One work-item: mc x nc of C. Where nothing is packed, only the last strip of B is, if it is not
 * whole: b_edge, one step of COLS after the other.
 */
__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void matmul(const ulong m, const ulong n, const ulong k, const ulong mc, const ulong nc,
            const ulong kc, const REAL alpha, const REAL beta, const ulong a_row,
            const ulong a_step, __global const REAL *a, __global const REAL *b,
            __global const REAL *b_edge, __global REAL *c)
{
    const size_t first_row = get_global_id(0) * mc;
    const size_t first_col = get_global_id(1) * nc;
    const size_t end_row = min(first_row + mc, (size_t)m);
    const size_t end_col = min(first_col + nc, (size_t)n);

    size_t start = 0;
    do { /* once even for sums of nothing, which scale C */
        const size_t steps = min((size_t)kc, (size_t)k - start);
        const REAL scale = start == 0 ? beta : (REAL)1;
#ifdef PACKED
        const size_t padded_rows = (m + ROWS - 1) / ROWS * ROWS;
        const size_t padded_cols = (n + COLS - 1) / COLS * COLS;
        __global const REAL *a_block = a + start * padded_rows;
        __global const REAL *b_block = b + start * padded_cols;
#endif
        for (size_t col = first_col; col < end_col; col += COLS) {
            for (size_t row = first_row; row < end_row; row += ROWS) {
                __global REAL *into = c + row * n + col;
#ifdef PACKED
                multiply_tile(steps, a_block + row * steps, 1, ROWS, b_block + col * steps, COLS,
                              into, n, m - row, n - col, alpha, scale);
#else
                __global const REAL *a_tile = a + row * a_row + start * a_step;
                const bool whole = col + COLS <= n;
                multiply_tile(steps, a_tile, a_row, a_step,
                              whole ? b + start * n + col : b_edge + start * COLS,
                              whole ? (size_t)n : COLS, into, n, m - row, n - col, alpha, scale);
#endif
            }
        }
        start += kc;
    } while (start < k);
}
