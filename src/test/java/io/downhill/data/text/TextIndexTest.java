package io.downhill.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextIndexTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 127, 128, 129, 1000})
  void textsOfALineAreEachOneHoweverManyThereAre(int count) {
    // Pairs of letters with one hash, and texts that others begin with.
    Random random = new Random(count);
    String[] words = new String[count];
    Arrays.setAll(words, k -> (k % 2 == 0 ? "Aa" : "BB") + k / 2 + (k % 3 == 0 ? "" : "C#"));
    StringBuilder line = new StringBuilder();
    List<int[]> places = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < 3 * count; i++) {
      String word = words[i < count ? i : random.nextInt(count)];
      places.add(new int[] {line.length(), line.length() + word.length()});
      cells.add(word);
      line.append(word);
    }
    TextIndex index = new TextIndex(line.toString().getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < cells.size(); i++) {
      int place = index.place(places.get(i)[0], places.get(i)[1], false);
      assertEquals(cells.get(i), index.texts().get(place));
    }
    assertEquals(Set.of(words).size(), index.texts().size());
  }
}
