package dev.muster.bridge.os;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which hardware threads share a core, from Linux's sysfs; where that is silent each is a core of
 * its own.
 *
 * @param files of this machine, or of another one in a test
 */
record Topology(SystemFiles files) {

  /** A name for the core of a hardware thread: equal for threads that share it. */
  String core(int cpu) {
    String folder = "sys/devices/system/cpu/cpu" + cpu + "/topology/";
    return files
        .text(folder + "core_cpus_list")
        .or(() -> files.text(folder + "thread_siblings_list"))
        .orElseGet(() -> Integer.toString(cpu));
  }

  /** The same hardware threads, one of each core first, then the second ones. */
  List<Integer> coresFirst(List<Integer> cpus) {
    Map<String, Integer> seenByCore = new HashMap<>();
    Map<Integer, Integer> placeInCore = new HashMap<>();
    for (int cpu : cpus) {
      placeInCore.put(cpu, seenByCore.merge(core(cpu), 1, Integer::sum));
    }
    List<Integer> sorted = new ArrayList<>(cpus);
    sorted.sort(Comparator.comparing(placeInCore::get));
    return sorted;
  }
}
