/*
 * out = x + y, and the other operations of a reduction, element by element.
 *
 * LANES         elements per work-item: 2, 4, 8 or 16
 * ELEMENT       type of an element in memory: float, double, int, long, half or ushort
 * OF_DOUBLES    defined where that is double,
 * OF_INTEGERS   a whole number,
 * OF_HALVES     half, combined in float and rounded once, to nearest and ties to even,
 * OF_BF16       or the upper half of a float in a ushort, likewise
 * WIDE          defined where there are doubles, in which the quotient of two floats is exact enough
 *
 * Offsets are in elements; the vectors may be the same memory, so that nothing here is restrict.
 */

#ifdef WIDE
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define LANES_OF(type) JOIN(type, LANES)
#define CONVERT(type, x) JOIN(convert_, LANES_OF(type))(x)
#define AS(type, x) JOIN(as_, LANES_OF(type))(x)
#define VLOAD JOIN(vload, LANES)
#define VSTORE JOIN(vstore, LANES)

/* Values as they are combined, the integers that have their bits, and loads and stores of them. */
#if defined OF_HALVES
#define VALUE float
#define LOAD(p) JOIN(vload_half, LANES)(0, p)
#define STORE(x, p) JOIN(JOIN(vstore_half, LANES), _rte)(x, 0, p)
#elif defined OF_BF16
#define VALUE float
#define LOAD(p) AS(float, CONVERT(uint, VLOAD(0, p)) << 16)
#define STORE(x, p) VSTORE(to_bf16(x), 0, p)
#else
#define VALUE ELEMENT
#define LOAD(p) VLOAD(0, p)
#define STORE(x, p) VSTORE(x, 0, p)
#endif
#ifdef OF_DOUBLES
#define BITS long
#else
#define BITS int
#endif
#define VALUES LANES_OF(VALUE)

#ifdef OF_BF16
static LANES_OF(ushort) to_bf16(const LANES_OF(float) x)
{
    const LANES_OF(uint) bits = AS(uint, x);
    const LANES_OF(uint) rounded = bits + 0x7fff + (bits >> 16 & 1);
    return CONVERT(ushort, select(rounded, bits | 0x400000, AS(uint, isnan(x))) >> 16);
}
#endif

static VALUES sum_of(const VALUES x, const VALUES y)
{
    return x + y;
}

static VALUES prod_of(const VALUES x, const VALUES y)
{
    return x * y;
}

#ifdef OF_INTEGERS
static VALUES min_of(const VALUES x, const VALUES y)
{
    return min(x, y);
}

static VALUES max_of(const VALUES x, const VALUES y)
{
    return max(x, y);
}

static VALUES quotient(const VALUES x, const long divisor)
{
    return x / (VALUES)((VALUE)divisor);
}
#else
/* The selected one, or, where they are equal, what their signs make of 0; NaN where one is. */
static VALUES selected(const VALUES x, const VALUES y, const LANES_OF(BITS) takes_x,
                       const LANES_OF(BITS) takes_y, const LANES_OF(BITS) of_equal)
{
    const VALUES either = select(AS(VALUE, of_equal), x, takes_x);
    return select(select(either, y, takes_y), x + y, isunordered(x, y));
}

static VALUES min_of(const VALUES x, const VALUES y)
{
    return selected(x, y, isless(x, y), isless(y, x), AS(BITS, x) | AS(BITS, y));
}

static VALUES max_of(const VALUES x, const VALUES y)
{
    return selected(x, y, isgreater(x, y), isgreater(y, x), AS(BITS, x) & AS(BITS, y));
}

static VALUES quotient(const VALUES x, const long divisor)
{
#if defined WIDE
    return CONVERT(VALUE, CONVERT(double, x) / (double)divisor);
#else
    const VALUES d = (VALUES)((VALUE)divisor);
    const VALUES near = x / d;
    const VALUES nearer = near + fma(-near, d, x) / d;
    return select(near, nearer, isfinite(nearer));
#endif
}
#endif

/* What is left behind the last whole vector goes through a vector of its own. */
#define FETCH(values, from)                                                                       \
    do {                                                                                          \
        if (left >= LANES) {                                                                      \
            values = LOAD(from);                                                                  \
        } else {                                                                                  \
            STORAGE lane[LANES] = {0};                                                            \
            for (size_t i = 0; i < left; i++)                                                     \
                lane[i] = ((__global const STORAGE *)(from))[i];                                  \
            values = LOAD((const ELEMENT *)lane);                                                 \
        }                                                                                         \
    } while (0)

#define KEEP(values, into)                                                                        \
    do {                                                                                          \
        if (left >= LANES) {                                                                      \
            STORE(values, into);                                                                  \
        } else {                                                                                  \
            STORAGE lane[LANES];                                                                  \
            STORE(values, (ELEMENT *)lane);                                                       \
            for (size_t i = 0; i < left; i++)                                                     \
                ((__global STORAGE *)(into))[i] = lane[i];                                        \
        }                                                                                         \
    } while (0)

/* There are pointers to half everywhere, but variables of it only with an extension. */
#ifdef OF_HALVES
#define STORAGE ushort
#else
#define STORAGE ELEMENT
#endif

#define REDUCTION(name)                                                                           \
    __kernel void reduce_##name(const ulong count, __global const ELEMENT *x,                     \
                                const ulong x_offset, __global const ELEMENT *y,                  \
                                const ulong y_offset, __global ELEMENT *out,                      \
                                const ulong out_offset)                                           \
    {                                                                                             \
        const size_t first = get_global_id(0) * LANES;                                            \
        if (first >= count)                                                                       \
            return;                                                                               \
        const size_t left = count - first;                                                        \
        VALUES left_values, right_values;                                                         \
        FETCH(left_values, x + x_offset + first);                                                 \
        FETCH(right_values, y + y_offset + first);                                                \
        KEEP(name##_of(left_values, right_values), out + out_offset + first);                     \
    }

REDUCTION(sum)
REDUCTION(prod)
REDUCTION(min)
REDUCTION(max)

/* x = x / divisor; whole numbers towards zero. */
__kernel void divide(const ulong count, const long divisor, __global ELEMENT *x,
                     const ulong x_offset)
{
    const size_t first = get_global_id(0) * LANES;
    if (first >= count)
        return;
    const size_t left = count - first;
    VALUES values;
    FETCH(values, x + x_offset + first);
    KEEP(quotient(values, divisor), x + x_offset + first);
}
