package io.downhill.device.opencl;

/**
 * What an open device has taken so far to get ready.
 *
 * @param start seconds to find the runtimes, to make its context and to build its programs: what a
 *     process pays once
 * @param bytes of X that were brought to it at once, at most
 * @param upload seconds that took
 */
public record ClTiming(double start, long bytes, double upload) {}
