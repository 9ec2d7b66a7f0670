/**
 * What becomes of a column: its raw values in memory, what they show it to be (numbers, dates,
 * categories, an identifier), and the encoding learned from them. May depend on data, data.cell and
 * data.words; knows no file.
 */
package io.downhill.data.column;
