/** The command line, one command a class. The only package that prints, exits or parses options. */
package io.downhill.cli;
