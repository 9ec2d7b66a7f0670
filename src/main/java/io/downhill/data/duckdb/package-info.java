/**
 * Tables that a database reads: Parquet, JSON, queries, texts that {@code data.text} leaves, and
 * results of JDBC. The only package that knows DuckDB, and but for {@code TableSource}, which is
 * given results, the only one that knows java.sql. May depend on data, data.cell and data.text.
 */
package io.downhill.data.duckdb;
