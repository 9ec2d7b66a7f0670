/**
 * Several devices as one: each has a contiguous range of the blocks and a thread of its own, and
 * the forests of their sums are joined, so that the bits are those of one device.
 */
package io.downhill.device.several;
