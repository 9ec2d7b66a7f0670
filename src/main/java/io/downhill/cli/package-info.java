/**
 * The command line, one command a class. The only package that prints, exits or parses options. May
 * depend on io.downhill, device, data and optim, but not on the implementations of devices.
 */
package io.downhill.cli;
