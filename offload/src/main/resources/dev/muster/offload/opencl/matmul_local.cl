/*
 * C = alpha * A * B + beta * C, row-major, f32, for devices that spread work-items over lanes
 * (GPUs): a work-group stages a tile of A and a tile of B in local memory, each work-item keeps a
 * small tile of C in registers.
 *
 * GROUP_ROWS x GROUP_COLS  of C per work-group
 * DEPTH                    length of the sums that are staged at a time
 * ITEM_ROWS x ITEM_COLS    of C per work-item
 * FMA                      defined where fma() is an instruction
 *
 * What lies beyond the edges of A and B is staged as zero; what is computed from it is not stored.
 */

#define ITEMS_DOWN (GROUP_ROWS / ITEM_ROWS)
#define ITEMS_ACROSS (GROUP_COLS / ITEM_COLS)
#define ITEMS (ITEMS_DOWN * ITEMS_ACROSS)

#ifdef FMA
#define MULTIPLY_ADD(a, b, c) fma(a, b, c)
#else
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif

__kernel __attribute__((reqd_work_group_size(ITEMS_ACROSS, ITEMS_DOWN, 1)))
void matmul(const ulong m, const ulong n, const ulong k, const float alpha, const float beta,
            __global const float *a, __global const float *b, __global float *c)
{
    /* A is staged transposed; one more column keeps its writes off the same bank. */
    __local float a_tile[DEPTH][GROUP_ROWS + 1];
    __local float b_tile[DEPTH][GROUP_COLS];

    const int across = get_local_id(0);
    const int down = get_local_id(1);
    const int item = down * ITEMS_ACROSS + across;
    const size_t group_row = get_group_id(1) * GROUP_ROWS;
    const size_t group_col = get_group_id(0) * GROUP_COLS;

    float sum[ITEM_ROWS][ITEM_COLS];
    for (int i = 0; i < ITEM_ROWS; i++)
        for (int j = 0; j < ITEM_COLS; j++)
            sum[i][j] = 0.0f;

    for (size_t start = 0; start < k; start += DEPTH) {
        for (int e = item; e < GROUP_ROWS * DEPTH; e += ITEMS) {
            const size_t row = group_row + e / DEPTH;
            const size_t p = start + e % DEPTH;
            a_tile[e % DEPTH][e / DEPTH] = row < m && p < k ? a[row * k + p] : 0.0f;
        }
        for (int e = item; e < DEPTH * GROUP_COLS; e += ITEMS) {
            const size_t p = start + e / GROUP_COLS;
            const size_t col = group_col + e % GROUP_COLS;
            b_tile[e / GROUP_COLS][e % GROUP_COLS] = p < k && col < n ? b[p * n + col] : 0.0f;
        }
        barrier(CLK_LOCAL_MEM_FENCE);

        for (int p = 0; p < DEPTH; p++) {
            float b_row[ITEM_COLS];
            for (int j = 0; j < ITEM_COLS; j++)
                b_row[j] = b_tile[p][j * ITEMS_ACROSS + across];
            for (int i = 0; i < ITEM_ROWS; i++) {
                const float a_value = a_tile[p][i * ITEMS_DOWN + down];
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
                __global float *into = c + row * n + col;
                const float product = alpha * sum[i][j];
                *into = beta == 0.0f ? product : product + beta * *into;
            }
        }
    }
}
