package io.downhill.data.duckdb;

import io.downhill.data.DataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database that reads tables: it stores nothing, and fetches nothing from the network. */
final class DuckDb {
  private static final Logger LOG = LoggerFactory.getLogger(DuckDb.class);

  private DuckDb() {}

  /** A connection to a database in memory, whose results are streamed or held whole. */
  static DuckDBConnection connect(boolean streamed) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, Boolean.toString(streamed));
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("preserve_insertion_order", "true");
    try {
      DuckDBConnection connection =
          new DuckDBDriver().connect("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET streaming_buffer_size = '64MB'");
        // So that a statement can be asked how far it is; nothing is printed.
        statement.execute("SET enable_progress_bar = true");
        statement.execute("SET enable_progress_bar_print = false");
      }
      return connection;
    } catch (LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new DataException(
          "tables need DuckDB, whose native library cannot be unpacked into "
              + System.getProperty("java.io.tmpdir")
              + " and loaded ("
              + cause.getMessage()
              + "); set -Djava.io.tmpdir to a folder where that is allowed, or use .npy",
          e);
    }
  }

  /** The same to read tables with: times are of UTC. */
  static DuckDBConnection reader(boolean streamed) throws SQLException {
    DuckDBConnection connection = connect(streamed);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
    }
    return connection;
  }

  /** Closes what DuckDB opened; a failure is only logged, for nothing of it is lost. */
  static void close(AutoCloseable opened) {
    if (opened == null) {
      return;
    }
    try {
      opened.close();
    } catch (Exception e) {
      LOG.debug("not closed: {}", e.toString());
    }
  }
}
