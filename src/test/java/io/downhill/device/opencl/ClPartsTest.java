package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.CsrRows;
import io.downhill.device.DeviceException;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How sums of sparse features are shared out: every value once, every slot once, none long. */
class ClPartsTest {
  /** Feature 0 has all values, 1 none, 2 one in 500, the others one in 5. */
  private static CsrRows rows(int m, int n) {
    SplittableRandom random = new SplittableRandom(m);
    int[] starts = new int[m + 1];
    int[] columns = new int[m * n];
    int count = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int oneIn = j == 0 ? 1 : j == 2 ? 500 : 5;
        if (j != 1 && random.nextInt(oneIn) == 0) {
          columns[count++] = j;
        }
      }
      starts[i + 1] = count;
    }
    float[] values = new float[count];
    Arrays.fill(values, 1);
    return new CsrRows(starts, Arrays.copyOf(columns, count), values, n);
  }

  private static List<ClFeatures> slabs(CsrRows rows, int blocks) {
    List<ClFeatures> slabs = new ArrayList<>();
    for (int first = 0; first < rows.examples(); first += blocks * Tree.BLOCK) {
      int end = Math.min(rows.examples(), first + blocks * Tree.BLOCK);
      slabs.add(ClFeatures.of(rows, first, end));
    }
    return slabs;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 1000",
    "1024, 0, 1, 1000",
    "5000, 0, 5, 2",
    "40000, 0, 40, 1000",
    "40000, 0, 40, 3",
    "70000, 1023, 2000, 7",
    "3000, 5, 90, 1"
  })
  void everyValueIsInOnePartAndEverySlotIsFilledOnce(int m, long first, long all, int blocks) {
    CsrRows rows = rows(m, 4);
    List<ClFeatures> slabs = slabs(rows, blocks);
    Span span = new Span(first, first + Tree.blocks(m), all);
    ClParts.Shares shares = ClParts.of(slabs, span, m);
    int[] filled = new int[shares.slots()];
    for (int s = 0; s < slabs.size(); s++) {
      int[] seen = new int[slabs.get(s).values().length];
      int[] parts = shares.parts().get(s);
      int longest = Integer.MAX_VALUE;
      for (int p = 0; p < parts.length; p += 4) {
        int length = parts[p + 1] - parts[p];
        assertTrue(length <= longest, "parts ascend: " + length + " after " + longest);
        assertTrue(length <= ClParts.LONGEST || parts[p + 3] == 0, length + " values");
        longest = length;
        for (int v = parts[p]; v < parts[p + 1]; v++) {
          seen[v]++;
        }
        filled[parts[p + 2]]++;
      }
      assertTrue(Arrays.stream(seen).allMatch(times -> times == 1), "values of slab " + s);
    }
    int[] read = new int[shares.slots()];
    for (int[] level : shares.splits()) {
      for (int p = 0; p < level.length; p += 3) {
        assertTrue(level[p + 1] <= Tree.RADIX, level[p + 1] + " children");
        for (int k = 0; k < level[p + 1]; k++) {
          read[level[p] + k]++;
        }
        filled[level[p + 2]]++;
      }
    }
    assertTrue(Arrays.stream(filled).allMatch(times -> times == 1), "slots that are filled");
    int roots = 4 * span.nodes().size();
    for (int slot = 0; slot < read.length; slot++) {
      assertEquals(slot < roots ? 0 : 1, read[slot], "reads of slot " + slot + ", " + roots);
    }
  }

  @Test
  void slabsAreWholeBlocksWhoseValuesFit() {
    CsrRows rows = rows(10_000, 4);
    int most = 4000;
    ClTuning.Limits limits = new ClTuning.Limits(4L * (most + ClSlab.PADDING), 1 << 20, 1 << 30);
    int begin = 0;
    List<Integer> ends = ClSparse.ends(rows, limits);
    for (int end : ends) {
      int values = rows.starts()[end] - rows.starts()[begin];
      assertTrue(values <= most, values + " values");
      assertEquals(0, begin % Tree.BLOCK);
      int more = Math.min(rows.examples(), end + Tree.BLOCK);
      assertTrue(
          end == rows.examples() || rows.starts()[more] - rows.starts()[begin] > most, "" + end);
      begin = end;
    }
    assertEquals(rows.examples(), begin);
    ClTuning.Limits rowLimit = new ClTuning.Limits(1L << 40, 2048, 1 << 30);
    assertEquals(List.of(2048, 4096, 6144, 8192, 10_000), ClSparse.ends(rows, rowLimit));
  }

  @Test
  void blockThatDoesNotFitIsNamed() {
    CsrRows rows = rows(3000, 4);
    ClTuning.Limits limits = new ClTuning.Limits(4L * (500 + ClSlab.PADDING), 1 << 20, 1 << 30);
    DeviceException e = assertThrows(DeviceException.class, () -> ClSparse.ends(rows, limits));
    assertTrue(e.getMessage().startsWith("too many values for this device: rows 1 to 1024 have"));
    assertTrue(e.getMessage().endsWith("one allocation holds 500; use device cpu"));
  }
}
