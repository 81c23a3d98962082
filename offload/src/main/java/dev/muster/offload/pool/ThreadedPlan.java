package dev.muster.offload.pool;

import static java.util.stream.Collectors.joining;

import dev.muster.kernels.tensor.DType;
import dev.muster.offload.pool.Trace.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A bound plan whose ranks are threads of this process. */
final class ThreadedPlan implements BoundPlan {
  private final RankTeam team;
  private final List<RankDevice> devices;
  private final Placement placement;
  private final List<Program> programs;
  private final Clock clock;
  private final long wireBytes;
  private final RankTeam.Task task;
  private final RankTeam.Task row;
  private final long[] rowNanos;
  private int rowCalls;

  ThreadedPlan(
      RankTeam team,
      List<RankDevice> devices,
      Placement placement,
      List<Program> programs,
      Clock clock,
      DType dtype) {
    this.team = team;
    this.devices = devices;
    this.placement = placement;
    this.programs = programs;
    this.clock = clock;
    this.wireBytes = placement.schedule().elementsMoved() * dtype.bytes();
    this.task = this::runRank;
    this.row = this::runRow;
    this.rowNanos = new long[programs.size()];
  }

  @Override
  public void load() {
    placement.load();
  }

  @Override
  public void run() {
    team.run(task);
  }

  private void runRank(int rank) {
    team.barrier(rank);
    programs.get(rank).run(clock);
  }

  @Override
  public long nanosBackToBack(int calls) {
    rowCalls = calls;
    team.run(row);
    return Arrays.stream(rowNanos).max().orElseThrow();
  }

  private void runRow(int rank) {
    Program program = programs.get(rank);
    team.barrier(rank);
    long start = clock.nanos();
    for (int call = 0; call < rowCalls; call++) {
      program.run();
    }
    rowNanos[rank] = clock.nanos() - start;
  }

  @Override
  public Trace trace() {
    List<List<Track>> tracks = new ArrayList<>(Collections.nCopies(programs.size(), null));
    team.run(
        rank -> {
          team.barrier(rank);
          tracks.set(rank, programs.get(rank).trace(rank, clock));
        });
    return new Trace(tracks.stream().flatMap(List::stream).toList());
  }

  /** Those of all ranks whose driver takes notes, added up; none where one of them did not. */
  @Override
  public Map<String, Double> phaseSeconds() {
    List<RankDevice> noting = devices.stream().filter(RankDevice::notesTimes).toList();
    if (noting.isEmpty()) {
      return Map.of();
    }
    noting.forEach(RankDevice::noteTimes);
    team.run(task);
    return RankDevice.sum(noting.stream().map(RankDevice::notedSeconds).toList())
        .orElseGet(Map::of);
  }

  @Override
  public void store() {
    placement.store();
  }

  @Override
  public Timeline timeline() {
    return new Timeline(
        programs.stream().mapToLong(Program::startNanos).min().orElseThrow(),
        programs.stream().mapToLong(Program::endNanos).max().orElseThrow(),
        programs.stream().map(Program::spans).toList());
  }

  @Override
  public long wireBytes() {
    return wireBytes;
  }

  @Override
  public String description() {
    return devices.stream().map(RankDevice::description).distinct().collect(joining("; "));
  }

  @Override
  public void close() {
    programs.forEach(Program::close);
    devices.forEach(RankDevice::close);
  }
}
