package dev.muster.offload.pool;

import dev.muster.kernels.matmul.MatMulOperands;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.plan.ProductSchedule;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A product over ranks. Each rank has the tiles of A and B that it needs before the schedule
 * starts, and its parts of C when it has ended; what a sum split over ranks leaves to be joined is
 * the communication that is measured.
 */
final class ProductPlacement implements Placement {
  private final ProductSchedule product;
  private final List<ProductShare> shares;

  ProductPlacement(
      MatMul problem, ProductSchedule product, Operands operands, List<RankDevice> devices) {
    MatMulOperands.check(problem, operands);
    this.product = product;
    this.shares =
        IntStream.range(0, devices.size())
            .mapToObj(rank -> new ProductShare(problem, product, operands, devices.get(rank), rank))
            .toList();
  }

  @Override
  public Schedule schedule() {
    return product.schedule();
  }

  @Override
  public Optional<ProductSchedule> product() {
    return Optional.of(product);
  }

  @Override
  public DeviceMatrix buffer(int rank, int buffer) {
    return shares.get(rank).buffer(buffer);
  }

  @Override
  public Operation tile(int rank, int tile) {
    return shares.get(rank).tile(tile);
  }

  @Override
  public void load() {
    shares.forEach(ProductShare::load);
  }

  @Override
  public void store() {
    shares.forEach(ProductShare::store);
  }
}
