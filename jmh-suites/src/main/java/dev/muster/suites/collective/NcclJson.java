package dev.muster.suites.collective;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.kernels.problem.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A sweep in the shape that nccl-tests writes with {@code -J}, so that what reads that reads this:
 * times in µs, bandwidths in GB/s, {@code nwrong} null where nobody looked. Ours is the algorithm
 * beside each size.
 */
public final class NcclJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Race race;
  private final Entrant entrant;

  /**
   * Of the first entrant of a race.
   *
   * @param race that was run
   */
  public NcclJson(Race race, Entrant entrant) {
    this.race = race;
    this.entrant = entrant;
  }

  /**
   * Writes it.
   *
   * @throws BadInputException where the file cannot be written
   */
  public void write(Path file) {
    try {
      Files.writeString(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root()) + "\n");
    } catch (IOException e) {
      throw new BadInputException("cannot write -J %s: %s".formatted(file, e));
    }
  }

  private ObjectNode root() {
    ObjectNode root = JSON.createObjectNode();
    root.set("config", config());
    ArrayNode results = root.putArray("results");
    race.sizes().forEach(size -> results.add(result(size)));
    long wrong = race.wrongCount();
    root.putObject("out_of_bounds").put("count", wrong).put("okay", wrong == 0);
    root.putObject("average_bus_bandwidth")
        .put("bandwidth", averageBusbw(results))
        .put("okay", "unchecked");
    root.putArray("errors");
    return root;
  }

  private ObjectNode config() {
    SweepSpec spec = entrant.spec();
    ObjectNode config = JSON.createObjectNode();
    config.put("minimum_bytes", spec.turns().getFirst().bytes());
    config.put("maximum_bytes", spec.turns().getLast().bytes());
    config.put("warmup_iters", spec.warmups());
    config.put("iterations", spec.iterations());
    config.put("validation", spec.check() ? 1 : 0);
    ArrayNode devices = config.putArray("devices");
    List<String> names = race.answers(0).getFirst().devices();
    for (int rank = 0; rank < names.size(); rank++) {
      devices.addObject().put("rank", rank).put("device_info", names.get(rank));
    }
    return config;
  }

  private ObjectNode result(int size) {
    Race.Forks forks = race.forks(0, size);
    SweepSpec spec = entrant.spec();
    ObjectNode result = JSON.createObjectNode();
    result.put("size", forks.first().bytes());
    result.put("count", spec.kind().countOfRank(forks.first().count(), entrant.ranks()));
    result.put("type", NcclWords.name(spec.elementType()));
    result.put("redop", spec.kind().combines() ? spec.op() : "none");
    result.put("root", spec.kind().hasRoot() ? String.valueOf(spec.root()) : "-1");
    result.set("out_of_place", body(forks, forks.outOfPlaceSeconds(), forks.wrongOutOfPlace()));
    result.set("in_place", body(forks, forks.inPlaceSeconds(), forks.wrongInPlace()));
    result.put("algorithm", spec.turns().get(size).plan());
    return result;
  }

  private JsonNode body(Race.Forks forks, List<List<Double>> seconds, long wrong) {
    return Bandwidth.of(seconds, forks.first().bytes(), entrant)
        .<JsonNode>map(bandwidth -> body(bandwidth, wrong))
        .orElseGet(JSON::nullNode);
  }

  private static ObjectNode body(Bandwidth bandwidth, long wrong) {
    ObjectNode body = JSON.createObjectNode();
    body.put("time", bandwidth.seconds() * 1e6);
    body.put("alg_bw", bandwidth.algbw());
    body.put("bus_bw", bandwidth.busbw());
    if (wrong < 0) {
      body.putNull("nwrong");
    } else {
      body.put("nwrong", (double) wrong);
    }
    return body;
  }

  private static double averageBusbw(ArrayNode results) {
    return StreamSupport.stream(results.spliterator(), false)
        .flatMap(result -> Stream.of(result.at("/out_of_place"), result.at("/in_place")))
        .filter(JsonNode::isObject)
        .mapToDouble(body -> body.get("bus_bw").asDouble())
        .average()
        .orElse(0);
  }
}
