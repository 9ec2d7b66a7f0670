package io.downhill.data.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordIndexTest {
  @Test
  void wordsHaveTheNumbersOfTheirOrder() {
    WordIndex index = new WordIndex();
    Map<String, Integer> expected = new HashMap<>();
    Random random = new Random(1);
    for (int k = 0; k < 50_000; k++) {
      String word = Integer.toString(random.nextInt(20_000), 36) + (k % 7 == 0 ? "\u4e16" : "");
      int code = expected.computeIfAbsent(word, w -> expected.size());
      assertEquals(code, index.add(word), word);
      assertEquals(code, index.code(word), word);
      assertEquals(word, index.word(code));
    }
    assertEquals(expected.size(), index.size());
    assertEquals(-1, index.code("zzzzzz"));
  }

  @Test
  void fullIndexKnowsWhatItHasAndNothingElse() {
    WordIndex index = new WordIndex(2);
    assertEquals(0, index.add("one"));
    assertEquals(1, index.add("two"));
    assertEquals(-1, index.add("three"));
    assertEquals(1, index.add("two"));
    assertEquals(-1, index.add("three"));
    assertEquals(2, index.size());
  }
}
