/**
 * NumPy matrices ({@link io.downhill.data.npy.NpyMatrix}), and vectors of labels. May depend on
 * data and data.cell.
 */
package io.downhill.data.npy;
