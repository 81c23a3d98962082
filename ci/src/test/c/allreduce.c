/*
 * What MPI_Allreduce takes when C calls it: f32, sum, out of place, calls in a row between two
 * barriers, divided by their number, of the slowest rank. To set beside
 * `./muster allreduce --pool mpi:2 --algorithm library`.
 *
 *   mpicc -O2 ci/src/test/c/allreduce.c -o allreduce && mpirun -n 2 --bind-to core ./allreduce 8 1024
 *
 * Arguments: sizes in bytes. Prints the median of 15 rows of calls for each, in microseconds.
 */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 15 };

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a;
  double y = *(const double *)b;
  return (x > y) - (x < y);
}

static double micros(const float *in, float *out, int count, int calls) {
  double slowest = 0;
  MPI_Barrier(MPI_COMM_WORLD);
  double start = MPI_Wtime();
  for (int call = 0; call < calls; call++) {
    MPI_Allreduce(in, out, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
  }
  double mine = (MPI_Wtime() - start) * 1e6 / calls;
  MPI_Allreduce(&mine, &slowest, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
  return slowest;
}

int main(int argc, char **argv) {
  int rank;
  int provided;
  /* As a JVM has to: in Open MPI 4.1 it costs 0.1 us of each call. */
  MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  for (int arg = 1; arg < argc; arg++) {
    int count = atoi(argv[arg]) / (int)sizeof(float);
    float *in = aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64);
    float *out = aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64);
    for (int i = 0; i < count; i++) {
      in[i] = (float)(rank + i % 7);
    }
    memset(out, 0, count * sizeof(float));
    int calls = (int)(20000 / (micros(in, out, count, 100) + 1)) + 20;
    double rows[ROWS];
    for (int row = 0; row < ROWS; row++) {
      rows[row] = micros(in, out, count, calls);
    }
    qsort(rows, ROWS, sizeof(double), ascending);
    if (rank == 0) {
      printf("%10s B  %.4f us (%d calls)\n", argv[arg], rows[ROWS / 2], calls);
    }
    free(in);
    free(out);
  }
  MPI_Finalize();
  return 0;
}
