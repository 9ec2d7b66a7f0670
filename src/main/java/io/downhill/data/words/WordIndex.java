package io.downhill.data.words;

import java.util.Arrays;

/**
 * Numbers different words in the order in which they come. Open addressing over characters in one
 * array, so that a text of many words makes no object for each. Not thread-safe.
 */
final class WordIndex {
  /** No more words are told apart. */
  static final int MOST = 1 << 24;

  private static final int MOST_CHARACTERS = Integer.MAX_VALUE - 8;

  private final int limit;
  private long[] table = new long[1024]; // hash, and code and 1; 0 where it is free
  private int[] ends = new int[512];
  private char[] characters = new char[4096];
  private int size;
  private boolean full;

  /** No words yet. */
  WordIndex() {
    this(MOST);
  }

  /** The same that tells at most {@code limit} words apart. */
  WordIndex(int limit) {
    this.limit = limit;
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** The code of a word; -1 if it is not known. */
  int code(char[] word, int length) {
    return (int) table[slot(word, length, hash(word, length))] - 1;
  }

  /** The code of a word; -1 if it is not known. */
  int code(String word) {
    return code(word.toCharArray(), word.length());
  }

  /** The code of a word that may be new; -1 if there are too many. */
  int add(char[] word, int length) {
    int hash = hash(word, length);
    int slot = slot(word, length, hash);
    if (table[slot] != 0) {
      return (int) table[slot] - 1;
    }
    int from = begin(size);
    if (full || size == limit || length > MOST_CHARACTERS - from) {
      full = true; // So a word that was refused is refused ever after.
      return -1;
    }
    if (from + length > characters.length) {
      long larger = Math.max(2L * characters.length, (long) from + length);
      characters = Arrays.copyOf(characters, (int) Math.min(larger, MOST_CHARACTERS));
    }
    System.arraycopy(word, 0, characters, from, length);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    ends[size++] = from + length;
    table[slot] = (long) hash << Integer.SIZE | size;
    if (2L * size > table.length) {
      grow();
    }
    return size - 1;
  }

  /** Adds a word. */
  int add(String word) {
    return add(word.toCharArray(), word.length());
  }

  /** The word of a code. */
  String word(int code) {
    return new String(characters, begin(code), ends[code] - begin(code));
  }

  private int begin(int code) {
    return code == 0 ? 0 : ends[code - 1];
  }

  private static int hash(char[] word, int length) {
    int hash = length;
    for (int k = 0; k < length; k++) {
      hash = (Integer.rotateLeft(hash, 5) ^ word[k]) * 0x9E3779B1;
    }
    return hash ^ hash >>> 15;
  }

  /** Where a word stands, or would stand. */
  private int slot(char[] word, int length, int hash) {
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != 0 && !is(table[slot], word, length, hash)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean is(long entry, char[] word, int length, int hash) {
    int code = (int) entry - 1;
    return (int) (entry >>> Integer.SIZE) == hash
        && Arrays.equals(characters, begin(code), ends[code], word, 0, length);
  }

  private void grow() {
    long[] larger = new long[2 * table.length];
    int mask = larger.length - 1;
    for (long entry : table) {
      if (entry != 0) {
        int slot = (int) (entry >>> Integer.SIZE) & mask;
        while (larger[slot] != 0) {
          slot = slot + 1 & mask;
        }
        larger[slot] = entry;
      }
    }
    table = larger;
  }
}
