package io.downhill.device;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.sums.Forest;
import io.downhill.sums.Pairs;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * The passes over parts of the examples: random contiguous ranges of blocks, loaded and summed each
 * for itself, and their forests joined in a random association, must give the sums of the whole.
 */
final class ContractParts {
  private static final int PARTS = 5;
  private static final int LARGEST_GRAM = 40;

  private ContractParts() {}

  /** The sums over all examples at once. */
  static double[] whole(ContractData data, Device device) {
    Span all = Span.whole(data.dataset().examples());
    List<Forest<Pairs>> sums = sums(data, all, device);
    return roots(sums.stream().map(forest -> forest.nodes().get(0).sum()).toList());
  }

  /** The sums over the parts, joined. */
  static double[] joined(ContractData data, Device device) {
    int blocks = Tree.blocks(data.dataset().examples());
    SplittableRandom random = new SplittableRandom(blocks);
    List<List<Forest<Pairs>>> parts = new ArrayList<>();
    long first = 0;
    for (long end : cuts(blocks, random)) {
      parts.add(sums(data, new Span(first, end, blocks), device));
      first = end;
    }
    while (parts.size() > 1) {
      int k = random.nextInt(parts.size() - 1);
      List<Forest<Pairs>> next = parts.remove(k + 1);
      List<Forest<Pairs>> both = new ArrayList<>();
      for (int pass = 0; pass < next.size(); pass++) {
        both.add(parts.get(k).get(pass).join(next.get(pass)));
      }
      parts.set(k, both);
    }
    return roots(parts.get(0).stream().map(forest -> forest.root(blocks)).toList());
  }

  private static TreeSet<Long> cuts(int blocks, SplittableRandom random) {
    TreeSet<Long> cuts = new TreeSet<>(List.of((long) blocks));
    for (int k = 1; k < PARTS; k++) {
      cuts.add(random.nextLong(1, blocks + 1L));
    }
    return cuts;
  }

  private static double[] roots(List<Pairs> roots) {
    return ContractRun.concatenate(
        roots.stream().map(pairs -> toDoubles(pairs.values())).toArray(double[][]::new));
  }

  private static double[] toDoubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, j -> values[j]);
    return doubles;
  }

  /** What every pass that sums gives over some blocks. */
  private static List<Forest<Pairs>> sums(ContractData data, Span span, Device device) {
    int n = data.dataset().features();
    int first = (int) span.first() * Tree.BLOCK;
    Dataset part = part(data.dataset(), span);
    double[] z = part(data.clipped(), first, part.examples());
    double[] d = part(data.alongMargins(), first, part.examples());
    double[] k = part(data.coefficients(), first, part.examples());
    List<Forest<Pairs>> forests = new ArrayList<>();
    try (DeviceExamples e = device.load(part.rows(), part.signedWeights(), span);
        DeviceVector w = vector(device, data.parameters());
        DeviceVector v = vector(device, data.direction());
        DeviceVector margins = vector(device, z);
        DeviceVector along = vector(device, d);
        DeviceVector coefficients = vector(device, k);
        DeviceSums g = DeviceSums.allocate(device, e, n + 2);
        DeviceSums line = DeviceSums.allocate(device, e, 3)) {
      device.gradient(e, Panel.ONE, w, g);
      forests.add(g.forest(device));
      device.product(e, Panel.ONE, w, v, g);
      forests.add(g.forest(device));
      device.line(e, Panel.ONE, margins, along, new float[] {0.73f}, line);
      forests.add(line.forest(device));
      if (n <= LARGEST_GRAM) {
        try (DeviceSums gram = DeviceSums.allocate(device, e, (n + 1) * (n + 2) / 2)) {
          device.gram(e, Panel.ONE, coefficients, 0, gram);
          forests.add(gram.forest(device));
        }
      }
    }
    return forests;
  }

  private static DeviceVector vector(Device device, double[] values) {
    DeviceVector vector = device.vector(values.length);
    device.write(vector, values);
    return vector;
  }

  private static double[] part(double[] all, int first, int count) {
    return Arrays.copyOfRange(all, first, first + count);
  }

  /** The examples of some blocks. */
  private static Dataset part(Dataset all, Span span) {
    if (span.isWhole()) {
      return all;
    }
    int n = all.features();
    int first = (int) span.first() * Tree.BLOCK;
    int count = (int) Math.min(span.blocks() * (long) Tree.BLOCK, all.examples() - first);
    Dataset.Builder builder = new Dataset.Builder(all.featureNames());
    builder.grow(count);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < n; j++) {
        builder.block(i)[builder.offset(i) + j] = all.x(first + i, j);
      }
    }
    float[] c = all.weights();
    Dataset part =
        builder
            .labels(Arrays.copyOfRange(all.labels(), first, first + count), Classes.ZERO_ONE)
            .weights(c == null ? null : Arrays.copyOfRange(c, first, first + count))
            .build();
    return all.rows().areSparse() ? ContractSparse.of(part) : part;
  }
}
