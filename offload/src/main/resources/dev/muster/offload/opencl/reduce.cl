/*
 * out = x + y over f32. LANES: f32 per work-item, 2, 4, 8 or 16. Offsets are in elements; the
 * vectors may be the same memory, so that nothing here is restrict.
 */

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define LOAD JOIN(vload, LANES)
#define STORE JOIN(vstore, LANES)

__kernel void sum(const ulong count, __global const float *x, const ulong x_offset,
                  __global const float *y, const ulong y_offset, __global float *out,
                  const ulong out_offset)
{
    const size_t first = get_global_id(0) * LANES;
    x += x_offset + first;
    y += y_offset + first;
    out += out_offset + first;
    if (first + LANES <= count) {
        STORE(LOAD(0, x) + LOAD(0, y), 0, out);
    } else {
        for (size_t i = 0; first + i < count; i++)
            out[i] = x[i] + y[i];
    }
}
