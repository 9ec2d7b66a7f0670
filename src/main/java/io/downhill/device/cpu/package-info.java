/**
 * The pure-Java device. Its plain loops ({@code DefinitionLoops}) are the definition of the
 * arithmetic; every other form and every other device is held to their bits. May depend on device,
 * data, optim and sums, and on jdk.incubator.vector, which need not be there at run time.
 */
package io.downhill.device.cpu;
