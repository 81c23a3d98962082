package dev.muster.kernels.roofline;

/** A problem that shows how many multiply-adds a device could do at most, memory aside. */
public interface ComputePeak extends Ceiling {}
