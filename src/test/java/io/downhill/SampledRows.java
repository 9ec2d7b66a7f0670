package io.downhill;

import io.downhill.data.Dataset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which rows of large data the solvers take as a sample. */
final class SampledRows {
  private SampledRows() {}

  /** Those of m rows: a sixteenth. */
  static Set<Integer> of(int m) {
    Dataset.Builder builder = new Dataset.Builder(List.of("row"));
    builder.grow(m);
    for (int i = 0; i < m; i++) {
      builder.block(i)[builder.offset(i)] = i;
    }
    Dataset sample = builder.build().sample(Math.max(m / 16, 4096));
    return IntStream.range(0, sample.examples())
        .mapToObj(i -> (int) sample.x(i, 0))
        .collect(Collectors.toSet());
  }

  /** The others, ascending. */
  static int[] others(int m) {
    Set<Integer> sampled = of(m);
    return IntStream.range(0, m).filter(i -> !sampled.contains(i)).toArray();
  }
}
