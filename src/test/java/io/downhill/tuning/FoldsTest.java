package io.downhill.tuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Clusters;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final int ROUNDS = 200;

  private static Dataset data(int[] y, int classes) {
    float[][] x = new float[y.length][1];
    return classes == 2
        ? Dataset.of(x, y)
        : Dataset.of(
            x, y, new Classes(IntStream.range(0, classes).mapToObj(k -> "c" + k).toList()));
  }

  private static int[] sizes(Folds folds) {
    int[] sizes = new int[folds.count()];
    Arrays.stream(folds.of()).filter(f -> f >= 0).forEach(f -> sizes[f]++);
    return sizes;
  }

  private static int spread(int[] sizes) {
    return Arrays.stream(sizes).max().orElseThrow() - Arrays.stream(sizes).min().orElseThrow();
  }

  @Test
  void stratifiedFoldsDifferByOneRowInAllAndInEachClass() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int classes = 2 + random.nextInt(4);
      int count = 2 + random.nextInt(9);
      int m = count + random.nextInt(300);
      int[] y = IntStream.range(0, m).map(i -> random.nextInt(classes)).toArray();
      Folds folds = Folds.stratified(data(y, classes), count, seed);
      String what = "seed " + seed + ": " + m + " rows, " + classes + " classes, " + folds;
      assertTrue(spread(sizes(folds)) <= 1, what);
      for (int k = 0; k < classes; k++) {
        int[] own = new int[count];
        for (int i = 0; i < m; i++) {
          own[folds.of()[i]] += y[i] == k ? 1 : 0;
        }
        assertTrue(spread(own) <= 1, what + ", class " + k + ": " + Arrays.toString(own));
      }
      for (int f = 0; f < count; f++) {
        int held = f;
        int[] trained = IntStream.range(0, m).filter(i -> folds.isTrained(i, held)).toArray();
        assertEquals(m, trained.length + folds.heldOut(f).length, what);
      }
    }
  }

  /** The same on every machine, so these numbers are of no matter and stay what they are. */
  @Test
  void stratifiedFoldsAreDecidedByTheSeed() {
    int[] y = {0, 0, 0, 0, 0, 0, 1, 1, 1, 1};
    int[] first = Folds.stratified(data(y, 2), 3, 1).of();
    assertArrayEquals(first, Folds.stratified(data(y, 2), 3, 1).of());
    assertFalse(Arrays.equals(first, Folds.stratified(data(y, 2), 3, 2).of()));
    assertArrayEquals(STRATIFIED, first);
  }

  private static final int[] STRATIFIED = {0, 2, 1, 2, 1, 0, 0, 1, 2, 0};

  @Test
  void groupsAreNeverTornApart() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int count = 2 + random.nextInt(6);
      int groups = count + random.nextInt(30);
      int m = groups + random.nextInt(400);
      List<String> names =
          IntStream.range(0, m)
              .mapToObj(i -> "g" + (i < groups ? i : random.nextInt(groups)))
              .toList();
      Folds folds = Folds.grouped(Clusters.named("school", names), count);
      Map<String, Integer> foldOf = new HashMap<>();
      Map<String, Integer> sizeOf = new HashMap<>();
      for (int i = 0; i < m; i++) {
        int f = folds.of()[i];
        assertEquals(f, foldOf.computeIfAbsent(names.get(i), g -> f), "seed " + seed);
        sizeOf.merge(names.get(i), 1, Integer::sum);
      }
      // Dealt out by size, two folds differ by no more than the largest group.
      int largest = sizeOf.values().stream().max(Integer::compare).orElseThrow();
      assertTrue(spread(sizes(folds)) <= largest, "seed " + seed + ": " + folds);
    }
  }

  @Test
  void asManyFoldsAsGroupsAreTheGroups() {
    Clusters groups = Clusters.named("fold", List.of("b", "a", "b", "c", "a"));
    assertArrayEquals(new int[] {0, 1, 0, 2, 1}, Folds.grouped(groups, 3).of());
    DataException few = assertThrows(DataException.class, () -> Folds.grouped(groups, 4));
    assertEquals("fold: 3 groups are too few for 4 folds", few.getMessage());
  }

  @Test
  void nothingOfTheFutureIsInTraining() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int count = 2 + random.nextInt(6);
      int values = count + 1 + random.nextInt(40);
      int m = values + random.nextInt(300);
      int[] ranks =
          IntStream.range(0, m).map(i -> i < values ? i : random.nextInt(values)).toArray();
      Folds folds = Folds.ordered("date", ranks, count);
      String what = "seed " + seed + ": " + values + " values, " + folds;
      int all = 0;
      for (int f = 0; f < count; f++) {
        int held = f;
        int[] before = IntStream.range(0, m).filter(i -> folds.isTrained(i, held)).toArray();
        int last = Arrays.stream(before).map(i -> ranks[i]).max().orElse(-1);
        int first = Arrays.stream(folds.heldOut(f)).map(i -> ranks[i]).min().orElse(-1);
        assertTrue(before.length > 0 && last < first, what + ", fold " + f);
        all += folds.heldOut(f).length;
      }
      assertTrue(all < m, what + ": the first part is never held out");
    }
  }

  @Test
  void partsInTimeAreOfAboutTheSameSize() {
    Folds folds = Folds.ordered("date", IntStream.range(0, 600).toArray(), 5);
    assertArrayEquals(new int[] {100, 100, 100, 100, 100}, sizes(folds));
    DataException few =
        assertThrows(DataException.class, () -> Folds.ordered("date", new int[] {0, 1, 1}, 2));
    assertEquals("date: 2 values in order are too few for 2 folds", few.getMessage());
  }

  @Test
  void rowsThatAreHeldOutHaveNoWeightInTraining() {
    Dataset data = data(new int[] {0, 1, 0, 1, 0, 1}, 2).weighted(new float[] {1, 2, 3, 4, 5, 6});
    Folds folds = new Folds(new int[] {0, 0, 1, 1, -1, -1}, 2, false);
    assertArrayEquals(new float[] {0, 0, 3, 4, 5, 6}, folds.training(data, 0).weights());
    assertArrayEquals(new float[] {1, 2, 0, 0, 5, 6}, folds.training(data, 1).weights());
    Folds inTime = new Folds(new int[] {-1, -1, 0, 0, 1, 1}, 2, true);
    assertArrayEquals(new float[] {1, 2, 0, 0, 0, 0}, inTime.training(data, 0).weights());
    assertArrayEquals(new float[] {1, 2, 3, 4, 0, 0}, inTime.training(data, 1).weights());
  }

  @Test
  void aFoldWithoutAClassIsNamed() {
    Dataset data = data(new int[] {0, 1, 0, 0}, 2);
    Folds folds = new Folds(new int[] {0, 1, 0, 1}, 2, false);
    DataException none = assertThrows(DataException.class, () -> folds.training(data, 1));
    assertEquals(
        "fold 2 of 2 is trained on no row of the class 1: take fewer folds, or others",
        none.getMessage());
  }

  @Test
  void badFoldsAreNamed() {
    assertThrows(IllegalArgumentException.class, () -> new Folds(new int[] {0, 2}, 2, false));
    assertThrows(IllegalArgumentException.class, () -> new Folds(new int[] {0, 0}, 2, false));
    assertThrows(IllegalArgumentException.class, () -> new Folds(new int[] {0, 0}, 1, false));
    DataException few =
        assertThrows(
            DataException.class, () -> Folds.stratified(data(new int[] {0, 1, 1}, 2), 4, 1));
    assertEquals("3 rows are too few for 4 folds", few.getMessage());
  }
}
