/*
 * C = alpha * op(A) * op(B) + beta * C of halves with sums in float, row-major, on the tensor cores
 * of NVIDIA's GPUs, which OpenCL reaches through instructions of PTX (mma, ldmatrix and cp.async,
 * from compute capability 8.0 on; NVIDIA, Parallel Thread Execution ISA, 9.7).
 *
 * A work-group stages tiles of A and B in local memory, STAGES - 1 of them ahead; each of its warps
 * (32 work-items) multiplies blocks of 16 x 16 and 16 x 8 of them.
 *
 * OF_BF16                  defined where halves are bf16, else they are f16
 * GROUP_ROWS x GROUP_COLS  of C per work-group, powers of 2
 * DEPTH                    length of the sums that are staged at a time: 16, 32 or 64
 * WARP_ROWS x WARP_COLS    of C per warp, multiples of 16
 * STAGES                   tiles in local memory, 2 or more
 * A_WHOLE, B_WHOLE         defined where lines of the operand are multiples of 8 elements
 * C_PAIRS                  defined where rows of C are multiples of 2
 * TRANS_A, TRANS_B         defined where the operand is stored transposed
 * PARTIAL                  defined where the sums are cut in parts, which combine() adds up
 *
 * Groups of one part are numbered in dimension 0, dimension 1 counts parts of part_depth, a multiple
 * of DEPTH. What lies beyond the edges of A and B is staged as zero.
 */

#ifdef OF_BF16
#define TYPE "bf16"
#else
#define TYPE "f16"
#endif

#define LANES 32
#define WARPS_ACROSS (GROUP_COLS / WARP_COLS)
#define ITEMS (GROUP_ROWS / WARP_ROWS * WARPS_ACROSS * LANES)

/* A warp's blocks: 16 rows of A, 16 columns of B, which are two of 8 in the sums. */
#define BLOCKS_DOWN (WARP_ROWS / 16)
#define BLOCKS_ACROSS (WARP_COLS / 16)

/* Groups that run together read few different lines of A and B: numbered in bands of rows. */
#define BAND 8

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)

/* Halves are moved by 8, 16 bytes. */
typedef uint4 chunk_t;
#define CHUNK 8

#ifdef TRANS_A
#define A_LINES DEPTH
#define A_CHUNKS (GROUP_ROWS / CHUNK)
#else
#define A_LINES GROUP_ROWS
#define A_CHUNKS (DEPTH / CHUNK)
#endif
#ifdef TRANS_B
#define B_LINES GROUP_COLS
#define B_CHUNKS (DEPTH / CHUNK)
#else
#define B_LINES DEPTH
#define B_CHUNKS (GROUP_COLS / CHUNK)
#endif

/* Where a chunk of a line lies: eight lines, or eight chunks of a line, are in different banks. */
#define PLACE(chunks, line, chunk)                                                                \
    ((line) * (chunks) +                                                                          \
     ((chunk) ^ ((chunks) >= 8 ? (line) % 8 : (chunks) == 4 ? (line) / 2 % 4 : (line) / 4 % 2)))

static uint local_address(__local const chunk_t *p)
{
    return (uint)(ulong)p;
}

/* Of a chunk that lies within its line, or is zero. */
static void stage_whole(__local chunk_t *into, __global const ushort *from, const bool inside)
{
    const uint bytes = inside ? 16 : 0;
    __asm__ volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;"
                     :
                     : "r"(local_address(into)), "l"(from), "r"(bytes)
                     : "memory");
}

/* Of its first elements, as many as are left. */
static void stage_some(__local chunk_t *into, __global const ushort *from, const long left)
{
    uint element[CHUNK];
#pragma unroll
    for (int i = 0; i < CHUNK; i++)
        element[i] = i < left ? from[i] : 0;
    *into = (uint4)(element[0] | element[1] << 16, element[2] | element[3] << 16, element[4] | element[5] << 16,
                    element[6] | element[7] << 16);
}

#ifdef A_WHOLE
#define STAGE_A(into, from, left) stage_whole(into, from, (left) > 0)
#else
#define STAGE_A(into, from, left) stage_some(into, from, left)
#endif
#ifdef B_WHOLE
#define STAGE_B(into, from, left) stage_whole(into, from, (left) > 0)
#else
#define STAGE_B(into, from, left) stage_some(into, from, left)
#endif

/* A tile of X: its first lines_left lines and length_left columns. */
#define FETCH(X, tile, from, line_size, lines_left, length_left)                                  \
    do {                                                                                          \
        _Pragma("unroll")                                                                         \
        for (int l = 0; l < (X##_LINES * X##_CHUNKS + ITEMS - 1) / ITEMS; l++) {                  \
            const int at = item + l * ITEMS;                                                      \
            const int line = at / X##_CHUNKS;                                                     \
            const int chunk = at % X##_CHUNKS;                                                    \
            if (X##_LINES * X##_CHUNKS % ITEMS == 0 || line < X##_LINES) {                        \
                const long left = line < (lines_left) ? (long)(length_left)-chunk * CHUNK : 0;    \
                STAGE_##X(&tile[PLACE(X##_CHUNKS, line, chunk)],                                  \
                          left > 0 ? from + line * line_size + chunk * CHUNK : from, left);       \
            }                                                                                     \
        }                                                                                         \
    } while (0)

/* Four blocks of 8 x 8 halves; each lane has the address of a line of one of them. */
#define LOAD_BLOCKS(how, r, address)                                                              \
    __asm__ volatile("ldmatrix.sync.aligned.m8n8.x4" how ".shared.b16 {%0, %1, %2, %3}, [%4];"    \
                     : "=r"((r)[0]), "=r"((r)[1]), "=r"((r)[2]), "=r"((r)[3])                     \
                     : "r"(address)                                                               \
                     : "memory")

/* 16 x 8 sums of 16 products each. */
#define MULTIPLY_ADD(sum, a, b0, b1)                                                              \
    __asm__ volatile("mma.sync.aligned.m16n8k16.row.col.f32." TYPE "." TYPE                       \
                     ".f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"       \
                     : "+f"((sum)[0]), "+f"((sum)[1]), "+f"((sum)[2]), "+f"((sum)[3])             \
                     : "r"((a)[0]), "r"((a)[1]), "r"((a)[2]), "r"((a)[3]), "r"(b0), "r"(b1))

#define COMMIT() __asm__ volatile("cp.async.commit_group;" ::: "memory")
#define AWAIT_ALL_BUT(groups)                                                                     \
    __asm__ volatile("cp.async.wait_group " TEXT(groups) ";" ::: "memory")
#if STAGES == 2
#define IN_FLIGHT 0
#elif STAGES == 3
#define IN_FLIGHT 1
#elif STAGES == 4
#define IN_FLIGHT 2
#endif

static float half_at(__global const ushort *c, const size_t at)
{
#ifdef OF_BF16
    return as_float((uint)c[at] << 16);
#else
    return vload_half(at, (__global const half *)c);
#endif
}

/* Two halves, the left one below, rounded to nearest, ties to even. */
static uint to_halves(const float left, const float right)
{
    uint pair;
    __asm__("cvt.rn." TYPE "x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(right), "f"(left));
    return pair;
}

static float result(const float sum, const float alpha, const float beta,
                    __global const ushort *c, const size_t at)
{
    return beta == 0 ? alpha * sum : alpha * sum + beta * half_at(c, at);
}

__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void matmul(const ulong m, const ulong n, const ulong k, const ulong part_depth,
            const float alpha, const float beta, __global const ushort *a,
            __global const ushort *b, __global void *into)
{
    __local chunk_t a_tile[STAGES][A_LINES * A_CHUNKS];
    __local chunk_t b_tile[STAGES][B_LINES * B_CHUNKS];

    const int item = get_local_id(0);
    const int lane = item % LANES;
    const int warp_row = item / LANES / WARPS_ACROSS * WARP_ROWS;
    const int warp_col = item / LANES % WARPS_ACROSS * WARP_COLS;

    const uint groups_down = (m + GROUP_ROWS - 1) / GROUP_ROWS;
    const uint groups_across = (n + GROUP_COLS - 1) / GROUP_COLS;
    const uint group = get_group_id(0);
    const uint band = group / (BAND * groups_across);
    const uint band_rows = min((uint)BAND, groups_down - band * BAND);
    const size_t group_row =
        (size_t)(band * BAND + group % (BAND * groups_across) % band_rows) * GROUP_ROWS;
    const size_t group_col = (size_t)(group % (BAND * groups_across) / band_rows) * GROUP_COLS;
    const size_t first = get_group_id(1) * part_depth;
    const size_t end = min(first + part_depth, (size_t)k);

    const long rows_left = m - group_row;
    const long cols_left = n - group_col;
#ifdef TRANS_A
    const size_t a_line_size = m;
    __global const ushort *a_from = a + first * m + group_row;
#define FETCH_A(tile, left) FETCH(A, tile, a_from, a_line_size, left, rows_left)
#define A_STEP (DEPTH * a_line_size)
#else
    const size_t a_line_size = k;
    __global const ushort *a_from = a + group_row * k + first;
#define FETCH_A(tile, left) FETCH(A, tile, a_from, a_line_size, rows_left, left)
#define A_STEP DEPTH
#endif
#ifdef TRANS_B
    const size_t b_line_size = k;
    __global const ushort *b_from = b + group_col * k + first;
#define FETCH_B(tile, left) FETCH(B, tile, b_from, b_line_size, cols_left, left)
#define B_STEP DEPTH
#else
    const size_t b_line_size = n;
    __global const ushort *b_from = b + first * n + group_col;
#define FETCH_B(tile, left) FETCH(B, tile, b_from, b_line_size, left, cols_left)
#define B_STEP (DEPTH * b_line_size)
#endif

    float sum[BLOCKS_DOWN][2 * BLOCKS_ACROSS][4];
#pragma unroll
    for (int i = 0; i < BLOCKS_DOWN; i++)
#pragma unroll
        for (int j = 0; j < 2 * BLOCKS_ACROSS; j++)
#pragma unroll
            for (int r = 0; r < 4; r++)
                sum[i][j][r] = 0;

    size_t fetched = first;
#pragma unroll
    for (int s = 0; s < STAGES - 1; s++) {
        if (fetched < end) {
            FETCH_A(a_tile[s], (long)(end - fetched));
            FETCH_B(b_tile[s], (long)(end - fetched));
            a_from += A_STEP;
            b_from += B_STEP;
        }
        fetched += DEPTH;
        COMMIT();
    }

    int reads = 0;
    int writes = STAGES - 1;
    for (size_t start = first; start < end; start += DEPTH) {
        AWAIT_ALL_BUT(IN_FLIGHT);
        barrier(CLK_LOCAL_MEM_FENCE);

        if (fetched < end) {
            FETCH_A(a_tile[writes], (long)(end - fetched));
            FETCH_B(b_tile[writes], (long)(end - fetched));
            a_from += A_STEP;
            b_from += B_STEP;
        }
        fetched += DEPTH;
        COMMIT();

#pragma unroll
        for (int p = 0; p < DEPTH / 16; p++) {
            uint a_part[BLOCKS_DOWN][4];
            uint b_part[BLOCKS_ACROSS][4];
#pragma unroll
            for (int i = 0; i < BLOCKS_DOWN; i++) {
#ifdef TRANS_A
                const int line = p * 16 + lane % 8 + lane / 16 * 8;
                const int chunk = (warp_row + i * 16) / CHUNK + lane / 8 % 2;
                LOAD_BLOCKS(".trans", a_part[i],
                            local_address(&a_tile[reads][PLACE(A_CHUNKS, line, chunk)]));
#else
                const int line = warp_row + i * 16 + lane % 16;
                const int chunk = p * 2 + lane / 16;
                LOAD_BLOCKS("", a_part[i],
                            local_address(&a_tile[reads][PLACE(A_CHUNKS, line, chunk)]));
#endif
            }
#pragma unroll
            for (int j = 0; j < BLOCKS_ACROSS; j++) {
#ifdef TRANS_B
                const int line = warp_col + j * 16 + lane % 8 + lane / 16 * 8;
                const int chunk = p * 2 + lane / 8 % 2;
                LOAD_BLOCKS("", b_part[j],
                            local_address(&b_tile[reads][PLACE(B_CHUNKS, line, chunk)]));
#else
                const int line = p * 16 + lane % 16;
                const int chunk = (warp_col + j * 16) / CHUNK + lane / 16;
                LOAD_BLOCKS(".trans", b_part[j],
                            local_address(&b_tile[reads][PLACE(B_CHUNKS, line, chunk)]));
#endif
            }
#pragma unroll
            for (int i = 0; i < BLOCKS_DOWN; i++)
#pragma unroll
                for (int j = 0; j < BLOCKS_ACROSS; j++) {
                    MULTIPLY_ADD(sum[i][2 * j], a_part[i], b_part[j][0], b_part[j][1]);
                    MULTIPLY_ADD(sum[i][2 * j + 1], a_part[i], b_part[j][2], b_part[j][3]);
                }
        }
        reads = reads + 1 == STAGES ? 0 : reads + 1;
        writes = writes + 1 == STAGES ? 0 : writes + 1;
    }

    /* A lane has two neighbours of row lane / 4, and of the row 8 below. */
#pragma unroll
    for (int i = 0; i < BLOCKS_DOWN; i++)
#pragma unroll
        for (int j = 0; j < 2 * BLOCKS_ACROSS; j++)
#pragma unroll
            for (int h = 0; h < 2; h++) {
                const size_t row = group_row + warp_row + i * 16 + h * 8 + lane / 4;
                const size_t col = group_col + warp_col + j * 8 + lane % 4 * 2;
                const size_t at = row * n + col;
                const float left = sum[i][j][2 * h];
                const float right = sum[i][j][2 * h + 1];
                if (row >= m)
                    continue;
#if defined PARTIAL
                __global float *sums = (__global float *)into + get_group_id(1) * m * n;
                if (col < n)
                    sums[at] = left;
                if (col + 1 < n)
                    sums[at + 1] = right;
#else
                __global ushort *c = into;
#ifdef C_PAIRS
                if (col < n)
                    *(__global uint *)(c + at) = to_halves(result(left, alpha, beta, c, at),
                                                           result(right, alpha, beta, c, at + 1));
#else
                if (col < n)
                    c[at] = to_halves(result(left, alpha, beta, c, at), 0);
                if (col + 1 < n)
                    c[at + 1] = to_halves(result(right, alpha, beta, c, at + 1), 0);
#endif
#endif
            }
}

/* c = alpha * the sums of all parts + beta * c, one element per work-item, always in one order. */
__kernel void combine(const ulong count, const ulong parts, const float alpha, const float beta,
                      __global const float *sums, __global ushort *c)
{
    const size_t at = get_global_id(0);
    if (at >= count)
        return;
    float sum = 0;
    for (size_t part = 0; part < parts; part++)
        sum += sums[part * count + at];
    c[at] = to_halves(result(sum, alpha, beta, c, at), 0);
}
