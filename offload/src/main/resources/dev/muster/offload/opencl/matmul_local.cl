/*
 * C = alpha * op(A) * op(B) + beta * C, row-major, for devices that spread work-items over lanes
 * (GPUs): a work-group stages a tile of A and a tile of B in local memory, each work-item keeps a
 * small tile of C in registers. While it computes, what is staged next is on its way to registers.
 *
 * REAL                     float or double
 * GROUP_ROWS x GROUP_COLS  of C per work-group
 * DEPTH                    length of the sums that are staged at a time
 * ITEM_ROWS x ITEM_COLS    of C per work-item
 * ROW_VECTOR, COL_VECTOR   elements that a work-item reads at once from a staged tile: 1, 2 or 4
 * A_WIDTH, B_WIDTH         elements that are read at once from A and B; all lines of the operand, and
 *                          of its tile, are multiples of it
 * C_WIDTH                  elements that are written at once to C: COL_VECTOR, or 1 where rows of C are no
 *                          multiples of that
 * PAD                      columns of a staged tile that are not used, which keep writes of neighbours
 *                          off the same bank; a multiple of the widths of reads and writes
 * BUFFERS                  2 where one tile is staged while the other is read, else 1
 * FMA                      defined where fma() is an instruction
 * TRANS_A, TRANS_B         defined where the operand is stored transposed
 * PARTIAL                  defined where the sums are cut in parts, which combine() adds up
 *
 * Groups of one part are numbered along the rows of C in dimension 0; dimension 1 counts parts, of
 * part_depth each, a multiple of DEPTH. What lies beyond the edges of A and B is staged as zero; what
 * is computed from it is not stored.
 */

#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

#define ITEMS_DOWN (GROUP_ROWS / ITEM_ROWS)
#define ITEMS_ACROSS (GROUP_COLS / ITEM_COLS)
#define ITEMS (ITEMS_DOWN * ITEMS_ACROSS)

#ifdef FMA
#define MULTIPLY_ADD(a, b, c) fma(a, b, c)
#else
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif

/* Vectors of 1 are no vectors in OpenCL C. All pointers that are used with these are aligned. */
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define VECTOR_1 REAL
#define TYPE_(type, width) type##width
#define TYPE(type, width) TYPE_(type, width)
#define VECTOR_2 TYPE(REAL, 2)
#define VECTOR_4 TYPE(REAL, 4)
#define VECTOR(width) JOIN(VECTOR_, width)
#define SPREAD_1(v, into) *(into) = (v)
#define SPREAD_2(v, into) vstore2(v, 0, into)
#define SPREAD_4(v, into) vstore4(v, 0, into)
#define SPREAD(width, v, into) JOIN(SPREAD_, width)(v, into)
#define GATHER_1(from) *(from)
#define GATHER_2(from) vload2(0, from)
#define GATHER_4(from) vload4(0, from)
#define GATHER(width, from) JOIN(GATHER_, width)(from)

/*
 * A tile lies in memory as lines: rows of the stored operand. Steps of the sum lead along a line, or
 * from line to line.
 */
#ifdef TRANS_A
#define A_LINES DEPTH
#define A_LENGTH GROUP_ROWS
#define A_LINE_STEP DEPTH
#define A_LENGTH_STEP 0
#else
#define A_LINES GROUP_ROWS
#define A_LENGTH DEPTH
#define A_LINE_STEP 0
#define A_LENGTH_STEP DEPTH
#endif
#ifdef TRANS_B
#define B_LINES GROUP_COLS
#define B_LENGTH DEPTH
#define B_LINE_STEP 0
#define B_LENGTH_STEP DEPTH
#else
#define B_LINES DEPTH
#define B_LENGTH GROUP_COLS
#define B_LINE_STEP DEPTH
#define B_LENGTH_STEP 0
#endif

/* The l-th vector of a tile that a work-item loads: neighbours load neighbours. */
#define A_PER_LINE (A_LENGTH / A_WIDTH)
#define A_LOADS ((A_LINES * A_PER_LINE + ITEMS - 1) / ITEMS)
#if ITEMS % A_PER_LINE == 0
#define A_LINE(l) (item / A_PER_LINE + (l) * (ITEMS / A_PER_LINE))
#define A_WITHIN(l) (item % A_PER_LINE * A_WIDTH)
#else
#define A_LINE(l) ((item + (l) * ITEMS) / A_PER_LINE)
#define A_WITHIN(l) ((item + (l) * ITEMS) % A_PER_LINE * A_WIDTH)
#endif
#define B_PER_LINE (B_LENGTH / B_WIDTH)
#define B_LOADS ((B_LINES * B_PER_LINE + ITEMS - 1) / ITEMS)
#if ITEMS % B_PER_LINE == 0
#define B_LINE(l) (item / B_PER_LINE + (l) * (ITEMS / B_PER_LINE))
#define B_WITHIN(l) (item % B_PER_LINE * B_WIDTH)
#else
#define B_LINE(l) ((item + (l) * ITEMS) / B_PER_LINE)
#define B_WITHIN(l) ((item + (l) * ITEMS) % B_PER_LINE * B_WIDTH)
#endif

/* From global memory to registers: of X, its first lines_left lines and length_left columns. */
#define FETCH(X, next, from, line_size, lines_left, length_left)                                  \
    do {                                                                                          \
        const int lines = min((ulong)X##_LINES, (ulong)(lines_left));                             \
        const int length = min((ulong)X##_LENGTH, (ulong)(length_left));                          \
        _Pragma("unroll")                                                                         \
        for (int l = 0; l < X##_LOADS; l++) {                                                     \
            next[l] = (VECTOR(X##_WIDTH))(0);                                                     \
            if (X##_LINE(l) < lines && X##_WITHIN(l) < length)                                    \
                next[l] = *(__global const VECTOR(X##_WIDTH) *)(from + X##_LINE(l) * line_size +  \
                                                                X##_WITHIN(l));                   \
        }                                                                                         \
    } while (0)

/* From registers to local memory, where a line becomes a line, or a column. */
#define PUT_LINES(X, next, tile)                                                                  \
    do {                                                                                          \
        _Pragma("unroll")                                                                         \
        for (int l = 0; l < X##_LOADS; l++)                                                       \
            if (X##_LOADS * ITEMS == X##_LINES * X##_PER_LINE || X##_LINE(l) < X##_LINES)         \
                *(__local VECTOR(X##_WIDTH) *)&tile[X##_LINE(l)][X##_WITHIN(l)] = next[l];        \
    } while (0)
#define PUT_COLUMNS(X, next, tile)                                                                \
    do {                                                                                          \
        _Pragma("unroll")                                                                         \
        for (int l = 0; l < X##_LOADS; l++)                                                       \
            if (X##_LOADS * ITEMS == X##_LINES * X##_PER_LINE || X##_LINE(l) < X##_LINES) {       \
                REAL element[X##_WIDTH];                                                          \
                SPREAD(X##_WIDTH, next[l], element);                                              \
                _Pragma("unroll")                                                                 \
                for (int i = 0; i < X##_WIDTH; i++)                                               \
                    tile[X##_WITHIN(l) + i][X##_LINE(l)] = element[i];                            \
            }                                                                                     \
    } while (0)
#ifdef TRANS_A
#define PUT_A PUT_LINES
#else
#define PUT_A PUT_COLUMNS
#endif
#ifdef TRANS_B
#define PUT_B PUT_COLUMNS
#else
#define PUT_B PUT_LINES
#endif

/* 4 x 8 work-items side by side read few different elements of both tiles, and write whole lines. */
#if ITEMS_DOWN % 4 == 0 && ITEMS_ACROSS % 8 == 0
#define DOWN (item / 32 / (ITEMS_ACROSS / 8) * 4 + item % 32 / 8)
#define ACROSS (item / 32 % (ITEMS_ACROSS / 8) * 8 + item % 8)
#else
#define DOWN (item / ITEMS_ACROSS)
#define ACROSS (item % ITEMS_ACROSS)
#endif

__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void matmul(const ulong m, const ulong n, const ulong k, const ulong part_depth, const REAL alpha,
            const REAL beta, __global const REAL *a, __global const REAL *b, __global REAL *c)
{
    __local REAL a_tile[BUFFERS][DEPTH][GROUP_ROWS + PAD] __attribute__((aligned(32)));
    __local REAL b_tile[BUFFERS][DEPTH][GROUP_COLS + PAD] __attribute__((aligned(32)));

    const int item = get_local_id(0);
    const int down = DOWN;
    const int across = ACROSS;
    const size_t groups_across = (n + GROUP_COLS - 1) / GROUP_COLS;
    const size_t group_row = get_group_id(0) / groups_across * GROUP_ROWS;
    const size_t group_col = get_group_id(0) % groups_across * GROUP_COLS;
    const size_t first = get_group_id(1) * part_depth;
    const size_t end = min(first + part_depth, (size_t)k);

#ifdef TRANS_A
    const size_t a_line_size = m;
    __global const REAL *a_from = a + first * m + group_row;
    const size_t a_left = m - group_row;
#else
    const size_t a_line_size = k;
    __global const REAL *a_from = a + group_row * k + first;
    const size_t a_left = m - group_row;
#endif
#ifdef TRANS_B
    const size_t b_line_size = k;
    __global const REAL *b_from = b + group_col * k + first;
    const size_t b_left = n - group_col;
#else
    const size_t b_line_size = n;
    __global const REAL *b_from = b + first * n + group_col;
    const size_t b_left = n - group_col;
#endif

    REAL sum[ITEM_ROWS][ITEM_COLS];
#pragma unroll
    for (int i = 0; i < ITEM_ROWS; i++)
#pragma unroll
        for (int j = 0; j < ITEM_COLS; j++)
            sum[i][j] = 0;

    VECTOR(A_WIDTH) a_next[A_LOADS];
    VECTOR(B_WIDTH) b_next[B_LOADS];

#ifdef TRANS_A
#define FETCH_A(left) FETCH(A, a_next, a_from, a_line_size, left, a_left)
#else
#define FETCH_A(left) FETCH(A, a_next, a_from, a_line_size, a_left, left)
#endif
#ifdef TRANS_B
#define FETCH_B(left) FETCH(B, b_next, b_from, b_line_size, b_left, left)
#else
#define FETCH_B(left) FETCH(B, b_next, b_from, b_line_size, left, b_left)
#endif

    int buffer = 0;
    if (first < end) {
        FETCH_A(end - first);
        FETCH_B(end - first);
        PUT_A(A, a_next, a_tile[0]);
        PUT_B(B, b_next, b_tile[0]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);

    for (size_t start = first; start < end; start += DEPTH) {
        const bool more = start + DEPTH < end;
        if (more) {
            a_from += A_LINE_STEP * a_line_size + A_LENGTH_STEP;
            b_from += B_LINE_STEP * b_line_size + B_LENGTH_STEP;
            FETCH_A(end - start - DEPTH);
            FETCH_B(end - start - DEPTH);
        }

#pragma unroll
        for (int p = 0; p < DEPTH; p++) {
            REAL a_part[ITEM_ROWS];
            REAL b_part[ITEM_COLS];
#pragma unroll
            for (int i = 0; i < ITEM_ROWS; i += ROW_VECTOR)
                SPREAD(ROW_VECTOR,
                       *(__local const VECTOR(ROW_VECTOR) *)&a_tile[buffer][p]
                                                                   [i * ITEMS_DOWN + down * ROW_VECTOR],
                       a_part + i);
#pragma unroll
            for (int j = 0; j < ITEM_COLS; j += COL_VECTOR)
                SPREAD(COL_VECTOR,
                       *(__local const VECTOR(COL_VECTOR) *)&b_tile[buffer][p]
                                                                   [j * ITEMS_ACROSS + across * COL_VECTOR],
                       b_part + j);
#pragma unroll
            for (int i = 0; i < ITEM_ROWS; i++)
#pragma unroll
                for (int j = 0; j < ITEM_COLS; j++)
                    sum[i][j] = MULTIPLY_ADD(a_part[i], b_part[j], sum[i][j]);
        }

#if BUFFERS == 1
        barrier(CLK_LOCAL_MEM_FENCE);
#endif
        if (more) {
            buffer = BUFFERS - 1 - buffer;
            PUT_A(A, a_next, a_tile[buffer]);
            PUT_B(B, b_next, b_tile[buffer]);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

#ifdef PARTIAL
    c += get_group_id(1) * m * n;
#endif
#pragma unroll
    for (int i = 0; i < ITEM_ROWS; i++) {
        const size_t row = group_row + i / ROW_VECTOR * ROW_VECTOR * ITEMS_DOWN +
                           down * ROW_VECTOR + i % ROW_VECTOR;
#pragma unroll
        for (int j = 0; j < ITEM_COLS; j += C_WIDTH) {
            const size_t col = group_col + j / COL_VECTOR * COL_VECTOR * ITEMS_ACROSS +
                               across * COL_VECTOR + j % COL_VECTOR;
            if (row < m && col < n) {
                const VECTOR(C_WIDTH) total = GATHER(C_WIDTH, &sum[i][j]);
                __global VECTOR(C_WIDTH) *into = (__global VECTOR(C_WIDTH) *)(c + row * n + col);
#ifdef PARTIAL
                *into = total;
#else
                *into = beta == 0 ? alpha * total : alpha * total + beta * *into;
#endif
            }
        }
    }
}

/* c = alpha * the sums of all parts + beta * c, one element per work-item, always in one order. */
__kernel void combine(const ulong count, const ulong parts, const REAL alpha, const REAL beta,
                      __global const REAL *sums, __global REAL *c)
{
    const size_t at = get_global_id(0);
    if (at >= count)
        return;
    REAL sum = 0;
    for (size_t part = 0; part < parts; part++)
        sum += sums[part * count + at];
    const REAL product = alpha * sum;
    c[at] = beta == 0 ? product : product + beta * c[at];
}
