/**
 * Data sets in host memory ({@link io.downhill.data.Dataset}), how their features came about
 * ({@link io.downhill.data.Preparation}), the options of whoever reads data, and what a table is
 * while it is read ({@link io.downhill.data.OpenTable}, {@link io.downhill.data.TableRows}): what
 * every other package of the project shares.
 *
 * <p>May depend on data.cell and sums. The rooms that read data depend on this one: {@code
 * data.table} for tables, {@code data.npy} for NumPy matrices.
 */
package io.downhill.data;
