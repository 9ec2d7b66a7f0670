/**
 * Delimited text without a database: which files are named, their encodings, delimiter, header and
 * columns, and the parser that reads plain lines on all cores. May depend on data and data.cell.
 * The rest of a text is read by data.duckdb.
 */
package io.downhill.data.text;
