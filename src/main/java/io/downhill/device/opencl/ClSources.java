package io.downhill.device.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Where the text of a kernel file comes from. */
interface ClSources {
  /** The kernels of this library. */
  ClSources BUNDLED =
      file -> {
        try (InputStream in = ClSources.class.getResourceAsStream("/kernels/" + file)) {
          if (in == null) {
            throw new IllegalStateException("kernels/" + file + " is missing from the class path");
          }
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      };

  /** The text of a file in the folder kernels. */
  String text(String file);
}
