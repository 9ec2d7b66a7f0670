package io.downhill.data.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes .npy files as NumPy does, for the tests. */
public final class NpyFixture {
  private NpyFixture() {}

  /** Writes a matrix of numbers, rounded to the type that descr names. */
  public static Path matrix(Path file, String descr, boolean fortran, double[][] x)
      throws IOException {
    int m = x.length;
    int n = m == 0 ? 0 : x[0].length;
    double[] elements = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        elements[fortran ? j * m + i : i * n + j] = x[i][j];
      }
    }
    return write(file, 1, header(descr, fortran, "(" + m + ", " + n + ")"), data(descr, elements));
  }

  /** Writes a vector. */
  public static Path vector(Path file, String descr, double... elements) throws IOException {
    return shaped(file, descr, "(" + elements.length + ",)", elements);
  }

  /** Writes an array in C order with a shape as NumPy spells it. */
  static Path shaped(Path file, String descr, String shape, double... elements) throws IOException {
    return write(file, 1, header(descr, false, shape), data(descr, elements));
  }

  /** Writes an array of elements that are bytes already, such as texts. */
  public static Path labels(Path file, String descr, String shape, byte[] data) throws IOException {
    return write(file, 1, header(descr, false, shape), data);
  }

  /** The dictionary of a header. */
  static String header(String descr, boolean fortran, String shape) {
    return "{'descr': '"
        + descr
        + "', 'fortran_order': "
        + (fortran ? "True" : "False")
        + ", 'shape': "
        + shape
        + ", }";
  }

  /** Writes magic, version, header and data. */
  static Path write(Path file, int version, String header, byte[] data) throws IOException {
    int fixed = version == 1 ? 10 : 12;
    int padded = (fixed + header.length() + 1 + 63) / 64 * 64 - fixed;
    String text = header + " ".repeat(padded - header.length() - 1) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(fixed + padded + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) padded);
    } else {
      bytes.putInt(padded);
    }
    bytes.put(text.getBytes(StandardCharsets.US_ASCII)).put(data);
    return Files.write(file, bytes.array());
  }

  /** Writes a sparse matrix as scipy.sparse.save_npz does, CSR. */
  public static Path npz(Path file, double[][] x) throws IOException {
    int n = x[0].length;
    int values = 0;
    double[] starts = new double[x.length + 1];
    double[] indices = new double[x.length * n];
    double[] data = new double[indices.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < n; j++) {
        if (x[i][j] != 0) {
          indices[values] = j;
          data[values++] = x[i][j];
        }
      }
      starts[i + 1] = values;
    }
    Path member = Files.createTempFile(file.toAbsolutePath().getParent(), "member", ".npy");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(zip, "indptr", vector(member, "<i4", starts));
      put(zip, "indices", vector(member, "<i4", Arrays.copyOf(indices, values)));
      put(zip, "data", vector(member, "<f8", Arrays.copyOf(data, values)));
      put(zip, "shape", vector(member, "<i8", x.length, n));
      byte[] format = "csr".getBytes(StandardCharsets.US_ASCII);
      put(zip, "format", labels(member, "|S3", "()", format));
    }
    Files.delete(member);
    return file;
  }

  private static void put(ZipOutputStream zip, String name, Path member) throws IOException {
    zip.putNextEntry(new ZipEntry(name + ".npy"));
    zip.write(Files.readAllBytes(member));
    zip.closeEntry();
  }

  /** Elements as bytes of a type. */
  static byte[] data(String descr, double... elements) {
    int size = descr.charAt(2) - '0';
    ByteBuffer bytes =
        ByteBuffer.allocate(size * elements.length)
            .order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (double element : elements) {
      switch (descr.substring(1)) {
        case "f2" -> bytes.putShort(half(element));
        case "f4" -> bytes.putFloat((float) element);
        case "f8" -> bytes.putDouble(element);
        case "u8" ->
            bytes.putLong(element < 0x1p63 ? (long) element : (long) (element - 0x1p63) ^ 1L << 63);
        default -> {
          switch (size) {
            case 1 -> bytes.put((byte) (long) element);
            case 2 -> bytes.putShort((short) (long) element);
            case 4 -> bytes.putInt((int) (long) element);
            default -> bytes.putLong((long) element);
          }
        }
      }
    }
    return bytes.array();
  }

  /** A normal half that is exact, or zero. */
  private static short half(double value) {
    int bits = Float.floatToRawIntBits((float) value);
    int sign = bits >>> 16 & 0x8000;
    int exponent = (bits >> 23 & 0xff) - 112;
    return (short) (value == 0 ? sign : sign | exponent << 10 | bits >> 13 & 0x3ff);
  }
}
