package io.downhill.data.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The different texts of cells in UTF-8, each of which becomes one Java text. */
final class TextIndex {
  private final byte[] lines;
  private final List<String> texts = new ArrayList<>();

  // Open addressing: a slot holds the place of a text plus 1, or 0.
  private int[] slots = new int[128];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int[] hashes = new int[64];

  TextIndex(byte[] lines) {
    this.lines = lines;
  }

  /** The texts so far, by their places. */
  List<String> texts() {
    return texts;
  }

  /**
   * The place of a text, which is new if its bytes are.
   *
   * @param doubled whether two quotes in it stand for one
   */
  int place(int start, int end, boolean doubled) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + lines[i];
    }
    hash ^= hash >>> 15;
    int slot = hash & slots.length - 1;
    for (; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      int place = slots[slot] - 1;
      if (hashes[place] == hash
          && Arrays.equals(lines, starts[place], ends[place], lines, start, end)) {
        return place;
      }
    }
    int place = texts.size();
    slots[slot] = place + 1;
    starts[place] = start;
    ends[place] = end;
    hashes[place] = hash;
    String text = new String(lines, start, end - start, StandardCharsets.UTF_8);
    texts.add(doubled ? text.replace("\"\"", "\"") : text);
    if (texts.size() == starts.length) {
      grow();
    }
    return place;
  }

  private void grow() {
    int room = 2 * starts.length;
    starts = Arrays.copyOf(starts, room);
    ends = Arrays.copyOf(ends, room);
    hashes = Arrays.copyOf(hashes, room);
    slots = new int[2 * room];
    for (int place = 0; place < texts.size(); place++) {
      int slot = hashes[place] & slots.length - 1;
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = place + 1;
    }
  }
}
