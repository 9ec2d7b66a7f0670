/**
 * NumPy matrices ({@link io.downhill.data.npy.NpyMatrix}), sparse ones of SciPy ({@link
 * io.downhill.data.npy.NpzMatrix}), and vectors of labels. May depend on data and data.cell.
 */
package io.downhill.data.npy;
