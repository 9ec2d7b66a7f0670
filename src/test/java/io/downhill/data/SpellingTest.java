package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @Test
  void twentyNamesAreListedAndOfMoreTheFirstAndTheLast() {
    List<String> names = IntStream.range(0, 21).mapToObj(k -> "n" + k).toList();
    assertEquals(String.join(", ", names.subList(0, 20)), Spelling.list(names.subList(0, 20)));
    assertEquals(
        String.join(", ", names.subList(0, 15)) + ", ..., n16, n17, n18, n19, n20 (21 in all)",
        Spelling.list(names));
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abx, abx",
    "abc, axy, axy",
    "abc, xyz, ''",
    "ab, xy, ''",
    "abcdefghi, abcdefxyz, abcdefxyz",
    "abcdefghi, abcdewxyz, ''",
    "abcdefghijkl, abcdefghwxyz, abcdefghwxyz"
  })
  void nameIsNearUpToAThirdOfItsLettersOrTwo(String word, String name, String closest) {
    assertEquals(closest, Spelling.closest(word, List.of(name)).orElse(""));
  }
}
