/**
 * Data sets in host memory, the files they are read from, and their scale. Depends on no other
 * package of the project; only this one reads data files.
 */
package io.downhill.data;
