package io.downhill.device.opencl;

import io.downhill.device.CacheFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

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

  /** Every file in the folder kernels. */
  List<String> FILES =
      List.of(
          "coefficients.cl",
          "combine.cl",
          "copy.cl",
          "elementary.cl",
          "gather.cl",
          "gradient_panel_tile.cl",
          "gradient_panel_walk.cl",
          "gradient_panel_wide.cl",
          "gradient_tile.cl",
          "gradient_walk.cl",
          "gradient_wide.cl",
          "gram_tile.cl",
          "gram_walk.cl",
          "leaves.cl",
          "line_panel.cl",
          "line_tile.cl",
          "line_walk.cl",
          "links_sparse.cl",
          "loss.cl",
          "margins_panel_tile.cl",
          "margins_panel_walk.cl",
          "margins_panel_wide.cl",
          "margins_sparse.cl",
          "margins_sparse_panel.cl",
          "margins_sparse_walk.cl",
          "margins_tile.cl",
          "margins_walk.cl",
          "margins_wide.cl",
          "pairs_tile.cl",
          "panel_pack.cl",
          "panel_sums_tile.cl",
          "panel_tile.cl",
          "panel_walk.cl",
          "panel_wide.cl",
          "product_panel_tile.cl",
          "product_panel_walk.cl",
          "product_panel_wide.cl",
          "product_tile.cl",
          "product_walk.cl",
          "product_wide.cl",
          "rows_sparse.cl",
          "scan.cl",
          "sigmoid.cl",
          "softmax.cl",
          "softmax_coefficients.cl",
          "softmax_gradient.cl",
          "softmax_line.cl",
          "softmax_product.cl",
          "softmax_sums.cl",
          "softmax_sums_tile.cl",
          "sums_sparse.cl",
          "sums_sparse_panel.cl",
          "sums_tile.cl",
          "sums_walk.cl",
          "tails_sparse.cl",
          "tile.cl",
          "update.cl");

  /** Changes when the text of any kernel does. */
  static String fingerprint() {
    return CacheFile.fingerprintOf(FILES.stream().map(BUNDLED::text).toList());
  }

  /** The text of a file in the folder kernels. */
  String text(String file);
}
