/**
 * Sparse text, labels and pairs of index:value a line ({@link
 * io.downhill.data.sparse.SparseFiles}). May depend on data alone.
 */
package io.downhill.data.sparse;
