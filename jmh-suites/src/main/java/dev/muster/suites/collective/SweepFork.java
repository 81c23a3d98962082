package dev.muster.suites.collective;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.bridge.os.Affinity;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pools;
import dev.muster.suites.measure.Child;
import java.util.List;

/** The process that measures: alone, or as one rank of an MPI job. Its argument is a spec. */
final class SweepFork {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SweepFork() {}

  public static void main(String[] args) throws JsonProcessingException {
    SweepSpec spec = JSON.readValue(args[0], SweepSpec.class);
    try (Ranks ranks = ranks(spec)) {
      List<String> devices = ranks.pool().devices().stream().map(Device::id).toList();
      List<SweepRow> rows = new Sweep(spec, ranks).rows();
      if (ranks.first() == 0) {
        Child.answer(new SweepAnswer(rows, devices, ranks.pool().notes()));
      }
    }
  }

  private static Ranks ranks(SweepSpec spec) {
    if (!spec.pool().equals("mpi")) {
      return new PoolRanks(Pools.open(spec.pool()));
    }
    JobRanks job = JobRanks.join(spec.library());
    List<Integer> cpus = Affinity.cpus();
    Affinity.pin(cpus.get(job.first() % cpus.size()));
    return job;
  }
}
