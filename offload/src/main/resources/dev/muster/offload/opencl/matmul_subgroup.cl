/*
 * C = alpha * op(A) * op(B) + beta * C, row-major, by sub-groups, for devices whose work-items pass
 * values to each other in registers: a sub-group, which is a work-group, computes ROWS rows and
 * COLS * LANES columns of C, each work-item every LANES-th column of them. Nothing is staged.
 *
 * LANES             work-items of a sub-group
 * ROWS, COLS        as said; with XMX, ROWS is a multiple of 8
 * REAL              float or double, of C and of the sums; of A and B too, but for XMX
 * XMX               defined where A and B are halves, multiplied by Intel's matrix engine:
 *                   cl_intel_subgroup_matrix_multiply_accumulate, 8 x 16 of A by 16 x LANES of B,
 *                   with LANES of 8 or 16
 * OF_BF16           defined where halves are bf16, else they are f16
 * TRANS_A, TRANS_B  defined where the operand is stored transposed
 * FMA               defined where fma() is an instruction
 * SIZE_OF_INTEL     defined where a kernel says its size of sub-groups as Intel's extension has it
 * EMULATED          defined where work-items pass values through local memory, and XMX is a loop:
 *                   for devices without sub-groups, to test all else
 *
 * What lies beyond the edges of A and B counts as zero; what is computed from it is not stored.
 */

#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

#ifdef EMULATED
#define LANE ((int)get_local_id(0))
#else
#ifdef cl_khr_subgroups
#pragma OPENCL EXTENSION cl_khr_subgroups : enable
#endif
#define LANE ((int)get_sub_group_local_id())
#endif

#ifdef SIZE_OF_INTEL
#define SIZED __attribute__((intel_reqd_sub_group_size(LANES)))
#else
#define SIZED
#endif

#ifdef TRANS_A
#define A_AT(row, step) ((step) * m + (row))
#else
#define A_AT(row, step) ((row) * k + (step))
#endif
#ifdef TRANS_B
#define B_AT(step, col) ((col) * k + (step))
#else
#define B_AT(step, col) ((step) * n + (col))
#endif
#define A_ELEMENT(row, step) ((row) < m && (step) < k ? a[A_AT(row, step)] : 0)
#define B_ELEMENT(step, col) ((step) < k && (col) < n ? b[B_AT(step, col)] : 0)

#ifdef XMX
#define ELEMENT ushort
#define DEPTH 16
#define BLOCKS_DOWN (ROWS / 8)

/* Two steps of the sums in 32 bits, the first one below. */
#define PAIR(first, second) ((uint)(first) | (uint)(second) << 16)

/* What a lane has of 8 x 16 of A: of each row one step, or two. */
#if LANES == 16
typedef short8 a_block_t;
#define A_BLOCK_ELEMENT(row, step) as_short((ushort)A_ELEMENT(row, (step) + lane))
typedef short a_lane_t;
#else
typedef int8 a_block_t;
#define A_BLOCK_ELEMENT(row, step)                                                                \
    as_int(PAIR(A_ELEMENT(row, (step) + 2 * lane), A_ELEMENT(row, (step) + 2 * lane + 1)))
typedef int a_lane_t;
#endif

#ifdef EMULATED
static float to_float(const ushort x)
{
#ifdef OF_BF16
    return as_float((uint)x << 16);
#else
    return vload_half(0, (const half *)&x);
#endif
}

/* The sums of one lane: its column of B, and of A what all lanes have put there. */
static float8 multiply_add(__local const a_block_t *a_blocks, const int8 b_block, const float8 sums)
{
    int pairs[8];
    float sum[8];
    vstore8(b_block, 0, pairs);
    vstore8(sums, 0, sum);
    for (int row = 0; row < 8; row++)
        for (int step = 0; step < DEPTH; step++) {
            const int lane = step * LANES / DEPTH;
            const a_lane_t of_lane = ((__local const a_lane_t *)(a_blocks + lane))[row];
            const ushort x = LANES == 8 && step % 2 == 1 ? (uint)of_lane >> 16 : of_lane;
            const ushort y = step % 2 == 1 ? (uint)pairs[step / 2] >> 16 : pairs[step / 2];
            sum[row] += to_float(x) * to_float(y);
        }
    return vload8(0, sum);
}
#elif defined(OF_BF16)
#define MULTIPLY_ADD intel_sub_group_bf16_bf16_matrix_mad_k16
#else
#define MULTIPLY_ADD intel_sub_group_f16_f16_matrix_mad_k16
#endif

#else

#define ELEMENT REAL
#define DEPTH LANES
#ifdef FMA
#define MULTIPLY_ADD(a, b, c) fma(a, b, c)
#else
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif
#ifdef EMULATED
#define FROM_LANE(x, row, lane) a_of_lanes[row][lane]
#else
#define FROM_LANE(x, row, lane) sub_group_broadcast(x, lane)
#endif
#endif

__kernel __attribute__((reqd_work_group_size(LANES, 1, 1))) SIZED
void matmul(const ulong m, const ulong n, const ulong k, const REAL alpha, const REAL beta,
            __global const ELEMENT *a, __global const ELEMENT *b, __global REAL *c)
{
    const int lane = LANE;
    const size_t groups_across = (n + COLS * LANES - 1) / (COLS * LANES);
    const size_t first_row = get_group_id(0) / groups_across * ROWS;
    const size_t first_col = get_group_id(0) % groups_across * (COLS * LANES) + lane;

#ifdef XMX
    float8 sums[BLOCKS_DOWN][COLS];
#pragma unroll
    for (int i = 0; i < BLOCKS_DOWN; i++)
#pragma unroll
        for (int j = 0; j < COLS; j++)
            sums[i][j] = (float8)(0);
#ifdef EMULATED
    __local a_block_t a_blocks[BLOCKS_DOWN][LANES];
#endif

    for (size_t start = 0; start < k; start += DEPTH) {
        a_block_t a_part[BLOCKS_DOWN];
#pragma unroll
        for (int i = 0; i < BLOCKS_DOWN; i++) {
            a_lane_t of_lane[8];
#pragma unroll
            for (int r = 0; r < 8; r++)
                of_lane[r] = A_BLOCK_ELEMENT(first_row + i * 8 + r, start);
            a_part[i] = vload8(0, of_lane);
#ifdef EMULATED
            a_blocks[i][lane] = a_part[i];
#endif
        }
#ifdef EMULATED
        barrier(CLK_LOCAL_MEM_FENCE);
#endif
#pragma unroll
        for (int j = 0; j < COLS; j++) {
            const size_t col = first_col + j * LANES;
            int pairs[8];
#pragma unroll
            for (int r = 0; r < 8; r++)
                pairs[r] = as_int(PAIR(B_ELEMENT(start + 2 * r, col), B_ELEMENT(start + 2 * r + 1, col)));
            const int8 b_part = vload8(0, pairs);
#pragma unroll
            for (int i = 0; i < BLOCKS_DOWN; i++)
#ifdef EMULATED
                sums[i][j] = multiply_add(a_blocks[i], b_part, sums[i][j]);
#else
                sums[i][j] = MULTIPLY_ADD(a_part[i], b_part, sums[i][j]);
#endif
        }
#ifdef EMULATED
        barrier(CLK_LOCAL_MEM_FENCE);
#endif
    }

    REAL sum[ROWS][COLS];
#pragma unroll
    for (int i = 0; i < BLOCKS_DOWN; i++)
#pragma unroll
        for (int j = 0; j < COLS; j++) {
            float rows[8];
            vstore8(sums[i][j], 0, rows);
#pragma unroll
            for (int r = 0; r < 8; r++)
                sum[i * 8 + r][j] = rows[r];
        }
#else
    REAL sum[ROWS][COLS];
#pragma unroll
    for (int i = 0; i < ROWS; i++)
#pragma unroll
        for (int j = 0; j < COLS; j++)
            sum[i][j] = 0;
#ifdef EMULATED
    __local REAL a_of_lanes[ROWS][LANES];
#endif

    for (size_t start = 0; start < k; start += DEPTH) {
        REAL a_part[ROWS];
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
            a_part[i] = A_ELEMENT(first_row + i, start + lane);
#ifdef EMULATED
            a_of_lanes[i][lane] = a_part[i];
#endif
        }
#ifdef EMULATED
        barrier(CLK_LOCAL_MEM_FENCE);
#endif
#pragma unroll
        for (int p = 0; p < DEPTH; p++) {
            REAL b_part[COLS];
#pragma unroll
            for (int j = 0; j < COLS; j++)
                b_part[j] = B_ELEMENT(start + p, first_col + j * LANES);
#pragma unroll
            for (int i = 0; i < ROWS; i++)
#pragma unroll
                for (int j = 0; j < COLS; j++)
                    sum[i][j] = MULTIPLY_ADD(FROM_LANE(a_part[i], i, p), b_part[j], sum[i][j]);
        }
#ifdef EMULATED
        barrier(CLK_LOCAL_MEM_FENCE);
#endif
    }
#endif

#pragma unroll
    for (int i = 0; i < ROWS; i++)
#pragma unroll
        for (int j = 0; j < COLS; j++) {
            const size_t row = first_row + i;
            const size_t col = first_col + j * LANES;
            if (row < m && col < n) {
                __global REAL *into = c + row * n + col;
                *into = beta == 0 ? alpha * sum[i][j] : alpha * sum[i][j] + beta * *into;
            }
        }
}
