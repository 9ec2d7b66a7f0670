package io.downhill.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forests against the tree that is summed level by level in one go. */
final class ForestTest {
  /** A sum that writes down in which order it was made. */
  private record Written(String text) implements Sum<Written> {
    @Override
    public Written plus(Written next) {
      return new Written("(" + text + " " + next.text + ")");
    }
  }

  /** The definition: 32 nodes have one parent, the last parent of a level what is left. */
  private static <S extends Sum<S>> S definition(List<S> leaves) {
    List<S> level = leaves;
    while (level.size() > 1) {
      List<S> parents = new ArrayList<>();
      for (int k = 0; k < level.size(); k += 32) {
        S sum = level.get(k);
        for (int child = k + 1; child < Math.min(k + 32, level.size()); child++) {
          sum = sum.plus(level.get(child));
        }
        parents.add(sum);
      }
      level = parents;
    }
    return level.get(0);
  }

  private static List<Written> written(int blocks) {
    return IntStream.range(0, blocks).mapToObj(k -> new Written("b" + k)).toList();
  }

  /** Pairs whose sums are rounded at nearly every addition. */
  private static List<Pairs> pairs(int blocks, SplittableRandom random) {
    return IntStream.range(0, blocks)
        .mapToObj(
            k -> {
              float hi = (float) ((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(8)));
              float lo = (float) (random.nextDouble() * 1e-9);
              return new Pairs(new float[] {hi, -3 * hi, lo, lo * 7});
            })
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025, 1056, 2100, 33_000})
  void theTreeSumsInTheOrderOfItsLevels(int blocks) {
    List<Written> leaves = written(blocks);
    assertEquals(definition(leaves), Tree.sum(blocks, k -> leaves.get((int) k)));
  }

  @Test
  void partsJoinedInAnyAssociationGiveTheTree() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 60; round++) {
      int blocks = random.nextInt(1, round < 50 ? 2200 : 40_000);
      List<Pairs> leaves = pairs(blocks, random);
      Pairs whole = definition(leaves);
      Pairs joined = randomly(leaves, random).root(blocks);
      assertEquals(whole, joined, "round " + round + ", blocks " + blocks);
    }
  }

  @Test
  void partsJoinedInAnyAssociationAddInTheOrderOfTheTree() {
    SplittableRandom random = new SplittableRandom(4);
    for (int blocks : new int[] {1, 32, 33, 1023, 1024, 1025, 1100}) {
      List<Written> leaves = written(blocks);
      assertEquals(definition(leaves), randomly(leaves, random).root(blocks), "blocks " + blocks);
    }
  }

  /** Cuts at random places, makes each part of single blocks, and joins neighbours at random. */
  private static <S extends Sum<S>> Forest<S> randomly(List<S> leaves, SplittableRandom random) {
    TreeSet<Integer> cuts = new TreeSet<>(List.of(leaves.size()));
    for (int k = random.nextInt(40); k > 0; k--) {
      cuts.add(random.nextInt(1, leaves.size() + 1));
    }
    List<Forest<S>> parts = new ArrayList<>();
    int first = 0;
    for (int end : cuts) {
      Forest<S> part = Forest.of(first, leaves.get(first));
      for (int k = first + 1; k < end; k++) {
        part = part.join(Forest.of(k, leaves.get(k)));
      }
      assertHasTheNodesOf(new Span(first, end, leaves.size() + 1L), part);
      parts.add(part);
      first = end;
    }
    while (parts.size() > 1) {
      int k = random.nextInt(parts.size() - 1);
      parts.set(k, parts.get(k).join(parts.remove(k + 1)));
    }
    return parts.get(0);
  }

  private static <S extends Sum<S>> void assertHasTheNodesOf(Span span, Forest<S> part) {
    List<Span.Place> places =
        part.nodes().stream().map(n -> new Span.Place(n.level(), n.index())).toList();
    assertEquals(places, span.nodes(), "nodes of " + span);
  }

  @Test
  void aPartHasAtMost31NodesOfALevelAtEitherEnd() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 200; round++) {
      long first = random.nextLong(0, 40_000);
      Span span = new Span(first, random.nextLong(first + 1, 40_001), 50_000);
      for (int level = 0; level < 4; level++) {
        int wanted = level;
        long count = span.nodes().stream().filter(node -> node.level() == wanted).count();
        assertTrue(count <= 62, span + " has " + count + " nodes of level " + level);
      }
    }
  }

  @Test
  void allBlocksHaveTheRootAlone() {
    for (int examples : new int[] {1, 1024, 1025, 32_768, 32_769, 1_048_577}) {
      assertEquals(1, Span.whole(examples).nodes().size(), examples + " examples");
    }
    assertEquals(new Span.Place(2, 0), Span.whole(32 * 1024 + 1).nodes().get(0));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Forest<Written> first = Forest.of(0, new Written("b0"));
    Forest<Written> third = Forest.of(2, new Written("b2"));
    assertThrows(IllegalArgumentException.class, () -> first.join(third));
    assertThrows(IllegalArgumentException.class, () -> first.root(2));
    assertThrows(IllegalArgumentException.class, () -> third.root(1));
    assertThrows(IllegalArgumentException.class, () -> new Span(2, 2, 5));
    assertThrows(IllegalArgumentException.class, () -> new Span(2, 6, 5));
    assertThrows(
        IllegalArgumentException.class,
        () -> Forest.of(new Span(0, 3, 5), List.of(new Written("b0"))));
    assertThrows(IllegalArgumentException.class, () -> Tree.sum(0, k -> new Written("")));
  }

  @Test
  void aTotalKeepsWhatRoundingTakes() {
    List<Double> numbers = List.of(1e100, 1.0, -1e100, 0x1p-60);
    Total total = Tree.sum(numbers.size(), k -> Total.of(numbers.get((int) k)));
    assertEquals(1 + 0x1p-60, total.value(), 0);
    assertEquals(0.6000000000000001, Tree.sum(3, k -> Total.of(0.1 * (k + 1))).value(), 0);
  }
}
