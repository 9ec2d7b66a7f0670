package io.downhill.data.text;

import io.downhill.data.DataException;
import io.downhill.data.FileOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A copy of a text file of which every reader sees the same rows: in UTF-8 without a mark, every
 * record ended by a line feed, without comments, lines to skip and lines of blanks. In a table of
 * one column a line without text is a row, unless only such lines follow.
 *
 * @param delimiter between cells, 0 for runs of blanks
 * @param lone whether the table has one column
 * @param leading lines without a row before the header, such as {@code sep=;}
 */
record CleanCopy(Charset charset, char delimiter, boolean lone, FileOptions options, int leading) {

  /**
   * Writes a copy.
   *
   * @throws DataException if the file is not in the encoding, or the disk is full
   */
  TemporaryFile of(Path file) {
    return TemporaryFile.of(file.toString(), out -> write(file, out));
  }

  private void write(Path file, OutputStream bytes) throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
    try (TextRecords records = new TextRecords(file, charset, options)) {
      records.delimiter(delimiter);
      for (int k = 0; k < leading; k++) {
        next(records, file);
      }
      long rows = 0;
      long emptyRows = 0;
      while (next(records, file)) {
        if (records.isBlank(delimiter)) {
          emptyRows += lone && rows > 0 ? 1 : 0;
          continue;
        }
        for (; emptyRows > 0; emptyRows--) {
          out.write('\n');
        }
        records.appendTo(out);
        out.write('\n');
        rows++;
      }
    }
    out.flush();
  }

  private static boolean next(TextRecords records, Path file) throws IOException {
    try {
      return records.next();
    } catch (CharacterCodingException e) {
      throw records.undecodable(e);
    } catch (IOException e) {
      throw TextEncoding.unreadable(file, e);
    }
  }
}
