/**
 * The pure-Java device. Its plain loops are the definition of the arithmetic; every other form and
 * every other device is held to their bits.
 */
package io.downhill.device.cpu;
