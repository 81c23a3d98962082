package dev.muster.offload.opencl;

import dev.muster.kernels.problem.Support;

/** Adds up what a kernel allocates on a device, and compares it with what the device has. */
final class MemoryNeed {
  private String largestName = "";
  private long largestBytes;
  private long totalBytes;

  MemoryNeed add(String name, long bytes) {
    if (bytes > largestBytes) {
      largestBytes = bytes;
      largestName = name;
    }
    totalBytes += bytes;
    return this;
  }

  /** Of all that was added. */
  long totalBytes() {
    return totalBytes;
  }

  /** Yes, or no with the numbers. */
  Support on(OpenClDevice device) {
    DeviceFacts facts = device.facts();
    if (!facts.available()) {
      return Support.no("%s is not available, or has no compiler".formatted(device.id()));
    }
    if (largestBytes > facts.maxAllocBytes()) {
      return Support.no(
          "%s takes %s; %s allocates at most %s at once"
              .formatted(
                  largestName,
                  DeviceFacts.size(largestBytes),
                  device.id(),
                  DeviceFacts.size(facts.maxAllocBytes())));
    }
    return totalBytes <= facts.globalBytes()
        ? Support.yes()
        : Support.no(
            "operands take %s; %s has %s"
                .formatted(
                    DeviceFacts.size(totalBytes),
                    device.id(),
                    DeviceFacts.size(facts.globalBytes())));
  }
}
