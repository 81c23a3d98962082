package dev.muster.results;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The machine and the software that a result was measured on; unknown texts are empty and unknown
 * numbers 0.
 *
 * @param host name of the machine
 * @param os name and version of the operating system
 * @param osKernel name, release and architecture of its kernel
 * @param cpu model of the processor
 * @param cpuFlags instruction sets that matter for a kernel, e.g. {@code avx512f}
 * @param logicalCores hardware threads
 * @param physicalCores cores
 * @param l1DataBytes first-level data cache of one core
 * @param l2Bytes second-level cache
 * @param l3Bytes last-level cache
 * @param memoryBytes physical memory
 * @param jdk vendor and version
 * @param jvmFlags as given to the JVM that measured
 * @param gitCommit of the sources
 * @param musterVersion of the build
 * @param notes whatever else a reader wants to know, by name: governor, drivers, libraries
 */
public record Environment(
    String host,
    String os,
    String osKernel,
    String cpu,
    List<String> cpuFlags,
    int logicalCores,
    int physicalCores,
    long l1DataBytes,
    long l2Bytes,
    long l3Bytes,
    long memoryBytes,
    String jdk,
    List<String> jvmFlags,
    String gitCommit,
    String musterVersion,
    Map<String, String> notes) {

  public Environment {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(os, "os");
    Objects.requireNonNull(osKernel, "osKernel");
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(jdk, "jdk");
    Objects.requireNonNull(gitCommit, "gitCommit");
    Objects.requireNonNull(musterVersion, "musterVersion");
    cpuFlags = List.copyOf(cpuFlags);
    jvmFlags = List.copyOf(jvmFlags);
    notes = Sorted.copy(notes);
  }
}
