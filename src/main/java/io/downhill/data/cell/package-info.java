/**
 * How a cell becomes a number: gaps, truth values, dates, and numbers in every format ({@link
 * io.downhill.data.cell.Scale}), how the format of a column is found out, and how a double is
 * stored as float32 ({@link io.downhill.data.cell.Digits}). Depends on the JDK alone.
 */
package io.downhill.data.cell;
