package dev.muster.offload.collective;

/** Which buffers of a collective are the same memory. */
public enum Placement {
  OUT_OF_PLACE {
    @Override
    public Region memory(Region region) {
      return region;
    }
  },
  /** Input and output are one. */
  IN_PLACE {
    @Override
    public Region memory(Region region) {
      return region.buffer() == CollectiveAlgorithm.OUTPUT
          ? new Region(CollectiveAlgorithm.INPUT, region.offset(), region.count())
          : region;
    }
  };

  /** The region of memory that a region of a buffer really is. */
  public abstract Region memory(Region region);

  /** The memory that the answer ends in. */
  public int output() {
    return memory(new Region(CollectiveAlgorithm.OUTPUT, 0, 0)).buffer();
  }
}
