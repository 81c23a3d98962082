/*
 * C = alpha * op(A) * op(B) + beta * C, row-major, for devices that spread work-items over lanes
 * (GPUs): a work-group stages a tile of A and a tile of B in local memory, each work-item keeps a
 * small tile of C in registers.
 *
 * REAL                     float or double
 * GROUP_ROWS x GROUP_COLS  of C per work-group
 * DEPTH                    length of the sums that are staged at a time
 * ITEM_ROWS x ITEM_COLS    of C per work-item
 * FMA                      defined where fma() is an instruction
 * TRANS_A, TRANS_B         defined where the operand is stored transposed
 *
 * What lies beyond the edges of A and B is staged as zero; what is computed from it is not stored.
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

/* Neighbouring work-items read neighbouring elements, whichever way the operand is stored. */
#ifdef TRANS_A
#define ROW_OF_A(e) ((e) % GROUP_ROWS)
#define STEP_OF_A(e) ((e) / GROUP_ROWS)
#define AT_A(row, p) ((p) * m + (row))
#else
#define ROW_OF_A(e) ((e) / DEPTH)
#define STEP_OF_A(e) ((e) % DEPTH)
#define AT_A(row, p) ((row) * k + (p))
#endif
#ifdef TRANS_B
#define COL_OF_B(e) ((e) / DEPTH)
#define STEP_OF_B(e) ((e) % DEPTH)
#define AT_B(p, col) ((col) * k + (p))
#else
#define COL_OF_B(e) ((e) % GROUP_COLS)
#define STEP_OF_B(e) ((e) / GROUP_COLS)
#define AT_B(p, col) ((p) * n + (col))
#endif

__kernel __attribute__((reqd_work_group_size(ITEMS_ACROSS, ITEMS_DOWN, 1)))
void matmul(const ulong m, const ulong n, const ulong k, const REAL alpha, const REAL beta,
            __global const REAL *a, __global const REAL *b, __global REAL *c)
{
    /* One more column keeps writes of neighbours off the same bank. */
    __local REAL a_tile[DEPTH][GROUP_ROWS + 1];
    __local REAL b_tile[DEPTH][GROUP_COLS + 1];

    const int across = get_local_id(0);
    const int down = get_local_id(1);
    const int item = down * ITEMS_ACROSS + across;
    const size_t group_row = get_group_id(1) * GROUP_ROWS;
    const size_t group_col = get_group_id(0) * GROUP_COLS;

    REAL sum[ITEM_ROWS][ITEM_COLS];
    for (int i = 0; i < ITEM_ROWS; i++)
        for (int j = 0; j < ITEM_COLS; j++)
            sum[i][j] = 0;

    for (size_t start = 0; start < k; start += DEPTH) {
        for (int e = item; e < GROUP_ROWS * DEPTH; e += ITEMS) {
            const size_t row = group_row + ROW_OF_A(e);
            const size_t p = start + STEP_OF_A(e);
            a_tile[STEP_OF_A(e)][ROW_OF_A(e)] = row < m && p < k ? a[AT_A(row, p)] : 0;
        }
        for (int e = item; e < DEPTH * GROUP_COLS; e += ITEMS) {
            const size_t p = start + STEP_OF_B(e);
            const size_t col = group_col + COL_OF_B(e);
            b_tile[STEP_OF_B(e)][COL_OF_B(e)] = p < k && col < n ? b[AT_B(p, col)] : 0;
        }
        barrier(CLK_LOCAL_MEM_FENCE);

        for (int p = 0; p < DEPTH; p++) {
            REAL b_row[ITEM_COLS];
            for (int j = 0; j < ITEM_COLS; j++)
                b_row[j] = b_tile[p][j * ITEMS_ACROSS + across];
            for (int i = 0; i < ITEM_ROWS; i++) {
                const REAL a_value = a_tile[p][i * ITEMS_DOWN + down];
                for (int j = 0; j < ITEM_COLS; j++)
                    sum[i][j] = MULTIPLY_ADD(a_value, b_row[j], sum[i][j]);
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

    for (int i = 0; i < ITEM_ROWS; i++) {
        const size_t row = group_row + i * ITEMS_DOWN + down;
        for (int j = 0; j < ITEM_COLS; j++) {
            const size_t col = group_col + j * ITEMS_ACROSS + across;
            if (row < m && col < n) {
                __global REAL *into = c + row * n + col;
                const REAL product = alpha * sum[i][j];
                *into = beta == 0 ? product : product + beta * *into;
            }
        }
    }
}
