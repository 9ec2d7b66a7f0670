/**
 * Tables to train on and to score: where their rows come from ({@link
 * io.downhill.data.table.TableSource}), and the data sets that are made of them ({@link
 * io.downhill.data.table.PreparedTable} to learn from, {@link io.downhill.data.table.PreparedRows}
 * as a model knows them). May depend on data and every room of it but data.npy.
 */
package io.downhill.data.table;
