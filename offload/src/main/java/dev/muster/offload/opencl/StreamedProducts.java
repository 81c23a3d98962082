package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
import dev.muster.offload.pool.DeviceMatrix;
import dev.muster.offload.pool.Laps;
import dev.muster.offload.pool.Operation;
import dev.muster.offload.pool.Timeline.Activity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The products of one rank whose operands stay with the host, in the order in which they run: while
 * one is computed, the A and B of the next are brought to the device, and the C of the last one
 * back. What the next product reads too stays where it is.
 *
 * <p>There are two places on the device for parts of each operand, and a queue for each direction
 * beside that of the kernels.
 */
final class StreamedProducts {
  private final ClTarget target;
  private final Owned owned;
  private final ClQueue queue;
  private final ClQueue toDevice;
  private final ClQueue toHost;
  private final ScratchMemory scratch;
  private final Places a;
  private final Places b;
  private final Places c;
  private Optional<Streamed> newest = Optional.empty();
  private final Map<Binding, ClCommand[]> bound = new HashMap<>();

  /** What makes two products the same commands. */
  private record Binding(MatMul problem, ClMemory a, ClMemory b, ClMemory c) {}

  /** A part of an operand and where it is to be on the device. */
  private record Transfer(StreamedMatrix part, ClMemory memory) {}

  /**
   * @param queue of the kernels
   */
  StreamedProducts(ClTarget target, ClQueue queue, Owned owned) {
    this.owned = owned;
    this.queue = queue;
    this.toDevice = owned.add(target.queue());
    this.toHost = owned.add(target.queue());
    this.scratch = new ScratchMemory(target);
    this.target = target.withScratch(scratch);
    this.a = new Places(target, owned);
    this.b = new Places(target, owned);
    this.c = new Places(target, owned);
  }

  /** The next product by this tile; its C may lie on the device, where it stays. */
  Operation add(
      MatMul problem, OpenClTile tile, DeviceMatrix aPart, DeviceMatrix bPart, DeviceMatrix cPart) {
    Streamed next = new Streamed(newest);
    ClMemory aMemory = next.bring(a, aPart, next.before, true);
    ClMemory bMemory = next.bring(b, bPart, next.before, true);
    ClMemory cMemory = next.bring(c, cPart, next.ofC, problem.beta() != 0);
    next.result =
        cPart instanceof StreamedMatrix part
            ? Optional.of(new Transfer(part, cMemory))
            : Optional.empty();
    next.commands =
        bound.computeIfAbsent(
            new Binding(problem, aMemory, bMemory, cMemory), binding -> bind(binding, tile));
    newest.ifPresent(last -> last.followedBy(next));
    newest = Optional.of(next);
    return next;
  }

  private ClCommand[] bind(Binding binding, OpenClTile tile) {
    scratch.begin();
    return tile.bind(binding.problem, target, binding.a, binding.b, binding.c, owned)
        .toArray(ClCommand[]::new);
  }

  /** The two places for parts of one operand. */
  private static final class Places {
    private static final int COUNT = 2;

    private final ClTarget target;
    private final Owned owned;
    private final List<Place> places = new ArrayList<>();

    private record Place(StreamedMatrix part, ClMemory memory, long bytes) {}

    Places(ClTarget target, Owned owned) {
      this.target = target;
      this.owned = owned;
    }

    /** The place of a part that is there already; it is the youngest from now on. */
    Optional<ClMemory> find(StreamedMatrix part) {
      for (Place place : places) {
        if (place.part.same(part)) {
          places.remove(place);
          places.add(place);
          return Optional.of(place.memory);
        }
      }
      return Optional.empty();
    }

    /** The place of the part that was not used for longest, for this one from now on. */
    ClMemory take(StreamedMatrix part) {
      long bytes = part.host().bytes();
      Place oldest = places.size() < COUNT ? null : places.removeFirst();
      Place place =
          oldest != null && oldest.bytes >= bytes
              ? new Place(part, oldest.memory, oldest.bytes)
              : new Place(part, owned.add(target.allocate(bytes)), bytes);
      places.add(place);
      return place.memory;
    }
  }

  /** One product with what is moved before and after it. */
  private final class Streamed implements Operation {
    private final Optional<Streamed> last;
    private final List<Transfer> before = new ArrayList<>();
    private final List<Transfer> ofC = new ArrayList<>();
    private ClCommand[] commands = {};
    private Optional<Transfer> result = Optional.empty();
    private Optional<Streamed> next = Optional.empty();

    Streamed(Optional<Streamed> last) {
      this.last = last;
    }

    /** Where a part is on the device, and what has to be moved for that. */
    ClMemory bring(Places places, DeviceMatrix part, List<Transfer> moves, boolean read) {
      if (!(part instanceof StreamedMatrix streamed)) {
        return ((OpenClMatrix) part).memory();
      }
      Optional<ClMemory> there = places.find(streamed);
      if (there.isPresent()) {
        return there.get();
      }
      ClMemory memory = places.take(streamed);
      if (read) {
        moves.add(new Transfer(streamed, memory));
      }
      return memory;
    }

    /** C stays on the device where the next product goes on with it. */
    void followedBy(Streamed other) {
      next = Optional.of(other);
      boolean goesOn =
          result.isPresent()
              && other.result.isPresent()
              && result.get().part.same(other.result.get().part);
      if (goesOn) {
        result = Optional.empty();
      }
    }

    @Override
    public void run() {
      try {
        awaitParts();
        begin();
        queue.finish();
        end();
      } catch (OpenClException e) {
        finishAllAfter(e);
        throw e;
      }
    }

    @Override
    public void run(Laps laps, Activity activity) {
      try {
        awaitParts();
        laps.lap(Activity.WAIT);
        begin();
        laps.lap(Activity.LAUNCH);
        queue.finish();
        laps.lap(activity);
        end();
        laps.lap(Activity.WAIT);
      } catch (OpenClException e) {
        finishAllAfter(e);
        throw e;
      }
    }

    /** Memory of the host or the device must not go while one of the queues writes to it. */
    private void finishAllAfter(OpenClException failure) {
      queue.finishAfter(failure);
      toDevice.finishAfter(failure);
      toHost.finishAfter(failure);
    }

    /** What was brought back before the last product is with the host then: its place is free. */
    private void awaitParts() {
      if (last.isEmpty()) {
        bringAll();
      }
      toHost.finish();
      last.ifPresent(Streamed::takeBack);
      for (Transfer each : ofC) {
        toDevice.writeLater(each.part.host(), each.memory);
      }
      toDevice.finish();
    }

    private void begin() {
      queue.enqueue(commands);
      queue.flush();
      next.ifPresent(Streamed::bringAll);
    }

    private void end() {
      if (next.isEmpty()) {
        takeBack();
        toHost.finish();
      }
    }

    private void bringAll() {
      for (Transfer each : before) {
        toDevice.writeLater(each.part.host(), each.memory);
      }
      toDevice.flush();
    }

    private void takeBack() {
      if (result.isPresent()) {
        toHost.readLater(result.get().memory, result.get().part.host());
        toHost.flush();
      }
    }
  }
}
