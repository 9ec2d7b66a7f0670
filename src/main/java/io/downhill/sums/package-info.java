/**
 * The order in which everything is summed: the tree over the examples, the nodes that a part of
 * them has of it, and what can be summed so. Depends on the JDK alone; data, device and its
 * implementations build on it, so that 32, 1024 and the order of additions stand at one place.
 */
package io.downhill.sums;
