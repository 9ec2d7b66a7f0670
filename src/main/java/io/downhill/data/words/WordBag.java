package io.downhill.data.words;

import java.util.Arrays;

/**
 * How often each word of one text occurs, the words by numbers. Each word takes a few operations,
 * whatever their number is. Not thread-safe.
 */
final class WordBag {
  private int[] places = new int[64]; // of each word: its place in the bag, if that still holds it
  private int[] words = new int[64];
  private int[] counts = new int[64];
  private int size;

  /** Begins a text. */
  void clear() {
    size = 0;
  }

  /** Counts a word. */
  void add(int word) {
    if (word >= places.length) {
      places = Arrays.copyOf(places, Math.max(word + 1, 2 * places.length));
    }
    int place = places[word];
    if (place < size && words[place] == word) {
      counts[place]++;
      return;
    }
    if (size == words.length) {
      words = Arrays.copyOf(words, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    places[word] = size;
    words[size] = word;
    counts[size++] = 1;
  }

  /** How many different words there are. */
  int size() {
    return size;
  }

  /** The different words in the order in which they came first. */
  int[] words() {
    return words;
  }

  /** How often each occurs. */
  int[] counts() {
    return counts;
  }
}
