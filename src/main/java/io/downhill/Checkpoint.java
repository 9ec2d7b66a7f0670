package io.downhill;

import io.downhill.data.DataException;
import io.downhill.optim.Journal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A run that was stopped, as a file that is whole or not there: what it was a run of, and its
 * {@link Journal}. Big-endian, after one line of text; at the end CRC-32C of all before it.
 *
 * @param key what must be the same for a run to be gone on with, by name
 * @param content what the run had noted
 */
record Checkpoint(Map<String, String> key, Journal.Content content) {
  private static final byte[] HEAD = "downhill checkpoint 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER = 1 << 20;

  /**
   * Writes it.
   *
   * @throws DataException if that fails; then a file that was there stays as it was
   */
  void write(Path path) {
    WholeFile.make(
        path,
        made -> {
          try (FileOutputStream file = new FileOutputStream(made.toFile());
              BufferedOutputStream buffered = new BufferedOutputStream(file, BUFFER)) {
            CheckedOutputStream checked = new CheckedOutputStream(buffered, new CRC32C());
            write(new DataOutputStream(checked));
            DataOutputStream last = new DataOutputStream(buffered);
            last.writeLong(checked.getChecksum().getValue());
            last.flush();
            file.getChannel().force(true);
          } catch (IOException e) {
            throw WholeFile.failure(path, e);
          }
        });
  }

  private void write(DataOutputStream out) throws IOException {
    out.write(HEAD);
    out.writeInt(key.size());
    for (Map.Entry<String, String> entry : key.entrySet()) {
      write(entry.getKey(), out);
      write(entry.getValue(), out);
    }
    out.writeInt(content.answers().size());
    for (Journal.Answer answer : content.answers()) {
      out.writeDouble(answer.passes());
      write(answer.values(), out);
    }
    out.writeBoolean(content.state().isPresent());
    if (content.state().isPresent()) {
      write(content.state().get(), out);
    }
    out.writeDouble(content.passes());
    out.writeInt(content.told().size());
    for (Journal.Told told : content.told()) {
      out.writeDouble(told.cost());
      out.writeDouble(told.slope());
      out.writeDouble(told.passes());
      out.writeDouble(told.alpha());
    }
    out.flush();
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void write(double[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  /**
   * Reads one.
   *
   * @throws DataException if it is none, or damaged
   */
  static Checkpoint read(Path path) {
    try (DataInputStream raw =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER))) {
      CheckedInputStream checked = new CheckedInputStream(raw, new CRC32C());
      DataInputStream in = new DataInputStream(checked);
      byte[] head = in.readNBytes(HEAD.length);
      if (!Arrays.equals(head, HEAD)) {
        throw new DataException(path + ": no checkpoint of this version of Downhill");
      }
      Checkpoint read = read(in, Files.size(path));
      if (checked.getChecksum().getValue() != raw.readLong() || raw.read() >= 0) {
        throw damaged(path);
      }
      return read;
    } catch (EOFException | Damage e) {
      throw damaged(path);
    } catch (NoSuchFileException e) {
      throw new DataException(path + ": no such file; a run that ended by itself leaves none", e);
    } catch (IOException e) {
      throw new DataException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static DataException damaged(Path path) {
    return new DataException(path + ": the checkpoint is damaged; begin the run anew without it");
  }

  /** A length that cannot be. */
  private static final class Damage extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Checkpoint read(DataInputStream in, long size) throws IOException {
    Map<String, String> key = new LinkedHashMap<>();
    for (int k = length(in, size); k > 0; k--) {
      key.put(text(in, size), text(in, size));
    }
    List<Journal.Answer> answers = new ArrayList<>();
    for (int k = length(in, size); k > 0; k--) {
      double passes = in.readDouble();
      answers.add(new Journal.Answer(vector(in, size), passes));
    }
    Optional<double[]> state = in.readBoolean() ? Optional.of(vector(in, size)) : Optional.empty();
    double passes = in.readDouble();
    List<Journal.Told> told = new ArrayList<>();
    for (int k = length(in, size); k > 0; k--) {
      told.add(
          new Journal.Told(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
    }
    return new Checkpoint(key, new Journal.Content(answers, state, passes, told));
  }

  /** A count, of which each takes a byte at least. */
  private static int length(DataInputStream in, long size) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > size) {
      throw new Damage();
    }
    return length;
  }

  private static String text(DataInputStream in, long size) throws IOException {
    byte[] bytes = new byte[length(in, size)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static double[] vector(DataInputStream in, long size) throws IOException {
    int length = length(in, size / Double.BYTES);
    double[] values = new double[length];
    for (int j = 0; j < length; j++) {
      values[j] = in.readDouble();
    }
    return values;
  }

  /**
   * Checks that a run is the one that this is of.
   *
   * @throws DataException if something differs, which the message tells
   */
  void require(Map<String, String> own, Path path) {
    List<String> differences = new ArrayList<>();
    own.forEach(
        (name, value) -> {
          String was = key.getOrDefault(name, "nothing");
          if (!was.equals(value)) {
            differences.add(
                name.equals(RunKey.DATA)
                    ? "the data are others"
                    : name + " was " + was + " and is " + value);
          }
        });
    if (!differences.isEmpty()) {
      throw new DataException(
          path + ": the checkpoint of another run: " + String.join("; ", differences));
    }
  }
}
