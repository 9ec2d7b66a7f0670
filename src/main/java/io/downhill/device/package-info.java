/**
 * The seam between optimisers and hardware: passes over resident examples, the objective made of
 * them, and the conformance cases that every device must pass. May depend on data, optim and sums;
 * knows none of its implementations.
 */
package io.downhill.device;
