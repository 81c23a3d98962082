/*
 * C = alpha * op(A) * op(B) + beta * C, row-major, for devices whose vector types are vectors of the
 * instruction set (CPUs). What local memory does elsewhere, caches do here, but for STAGED_B.
 *
 * REAL     float or double
 * ROWS     rows of C that one work-item keeps in registers at a time
 * VECTORS  vectors per row
 * LANES    elements per vector: 2, 4, 8 or 16
 * PACKED_A defined where A is read from a packed copy, else as it is stored
 * PACKED_B defined where B is read from a packed copy
 * STAGED_B defined where each work-item packs what it reads of B, block by block, in local memory
 * PARTIAL  defined where the sums are cut in parts, which are left beside each other
 * FMA      defined where fma() is an instruction
 * PREFETCHES defined where __builtin_prefetch is one; it is to bring C while the sums are computed
 *
 * Arguments: k, length of the sums, or of the slice of them that is packed; kc, the same between
 * two visits to C; mc x nc, the part of C of a work-item, multiples of ROWS and COLS; part, the
 * length of a part of the sums, a multiple of kc where there are several.
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

#ifdef STAGED_B
#define B_MEMORY __local
#else
#define B_MEMORY __global
#endif

#define LINE (64 / sizeof(REAL)) /* elements of a line of the cache */

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

#ifdef STAGED_B
/* steps rows of cols columns, in strips. */
static inline void stage(const size_t steps, __global const REAL *b, const size_t b_step,
                         const size_t cols, __local REAL *staged)
{
    const size_t whole = cols / COLS * COLS;
    for (size_t p = 0; p < steps; p++) {
        __global const REAL *from = b + p * b_step;
        __local REAL *into = staged + p * COLS;
        for (size_t col = 0; col < whole; col += COLS)
#pragma unroll
            for (int v = 0; v < VECTORS; v++)
                STORE(LOAD(v, from + col), v, into + col * steps);
        for (size_t j = 0; j < COLS && whole < cols; j++)
            into[whole * steps + j] = whole + j < cols ? from[whole + j] : (REAL)0;
    }
}
#endif

static void update(__global REAL *c, const REAL product, const REAL beta)
{
    *c = beta == 0 ? product : product + beta * *c;
}

/*
 * ROWS x COLS of C, of which rows x cols exist. Element (i, p) of A is a[i * a_row + p * a_step],
 * row p of B begins at b[p * b_step], row i of C at c[i * c_row].
 */
static inline void multiply_tile(const size_t steps, __global const REAL *a, const size_t a_row,
                                 const size_t a_step, B_MEMORY const REAL *b, const size_t b_step,
                                 __global REAL *c, const size_t c_row, const size_t rows,
                                 const size_t cols, const REAL alpha, const REAL beta)
{
    __global const REAL *a_at[ROWS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#ifdef PACKED_A
        a_at[i] = a + i * a_row;
#else
        a_at[i] = a + min((size_t)i, rows - 1) * a_row;
#endif
    }

#ifdef PREFETCHES
#pragma unroll
    for (int i = 0; i < ROWS; i++)
#pragma unroll
        for (int j = 0; j < COLS; j += LINE)
            __builtin_prefetch((const void *)(size_t)(c + i * c_row + j), 1);
#endif

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

    if (rows >= ROWS && cols >= COLS && beta == 0) {
#pragma unroll
        for (int i = 0; i < ROWS; i++)
#pragma unroll
            for (int v = 0; v < VECTORS; v++)
                STORE(alpha * sum[i][v], v, c + i * c_row);
        return;
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
 * One work-item: mc x nc of C. Where B is read as it is stored, the last strip of it is packed if
 * it is not whole: b_edge, one step of COLS after the other.
 */
__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void matmul(const ulong m, const ulong n, const ulong k, const ulong mc, const ulong nc,
            const ulong kc, const REAL alpha, const REAL beta, const ulong a_row,
            const ulong a_step, __global const REAL *a, __global const REAL *b,
            __global const REAL *b_edge, __global REAL *c, const ulong part
#ifdef STAGED_B
            , __local REAL *staged
#endif
            )
{
    const size_t first_row = get_global_id(0) * mc;
    const size_t first_col = get_global_id(1) * nc;
    const size_t end_row = min(first_row + mc, (size_t)m);
    const size_t end_col = min(first_col + nc, (size_t)n);

    const size_t first_step = get_global_id(2) * part;
    const size_t end_step = min(first_step + part, (size_t)k);
#ifdef PARTIAL
    c += get_global_id(2) * m * n;
#endif

    size_t start = first_step;
    do { /* once even for sums of nothing, which scale C */
        const size_t steps = min((size_t)kc, end_step - start);
        const REAL scale = start == first_step ? beta : (REAL)1;
#ifdef PACKED_A
        __global const REAL *a_block = a + start * ((m + ROWS - 1) / ROWS * ROWS);
#endif
#ifdef PACKED_B
        __global const REAL *b_block = b + start * ((n + COLS - 1) / COLS * COLS);
#endif
#ifdef STAGED_B
        stage(steps, b + start * n + first_col, n, end_col - first_col, staged);
#endif
        for (size_t col = first_col; col < end_col; col += COLS) {
            for (size_t row = first_row; row < end_row; row += ROWS) {
                __global REAL *into = c + row * n + col;
#ifdef PACKED_A
                __global const REAL *a_tile = a_block + row * steps;
                const size_t row_of_a = 1;
                const size_t step_of_a = ROWS;
#else
                __global const REAL *a_tile = a + row * a_row + start * a_step;
                const size_t row_of_a = a_row;
                const size_t step_of_a = a_step;
#endif
#if defined(PACKED_B)
                __global const REAL *b_strip = b_block + col * steps;
                const size_t step_of_b = COLS;
#elif defined(STAGED_B)
                __local const REAL *b_strip = staged + (col - first_col) * steps;
                const size_t step_of_b = COLS;
#else
                const bool whole = col + COLS <= n;
                __global const REAL *b_strip = whole ? b + start * n + col : b_edge + start * COLS;
                const size_t step_of_b = whole ? (size_t)n : COLS;
#endif
                multiply_tile(steps, a_tile, row_of_a, step_of_a, b_strip, step_of_b, into, n,
                              m - row, n - col, alpha, scale);
            }
        }
        start += kc;
    } while (start < end_step);
}

/* c = alpha * the sums of all parts + beta * c, one element per work-item, always in one order. */
__kernel void combine(const ulong count, const ulong parts, const REAL alpha, const REAL beta,
                      __global const REAL *sums, __global REAL *c)
{
    const size_t at = get_global_id(0);
    if (at >= count)
        return;
    REAL sum = 0;
    for (size_t p = 0; p < parts; p++)
        sum += sums[p * count + at];
    update(c + at, alpha * sum, beta);
}
