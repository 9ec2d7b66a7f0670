package io.downhill.data.column;

import io.downhill.data.Encoding;
import java.util.HashMap;
import java.util.Map;

/** The feature of each level of a category, counted from the column's first; -1 for none. */
public final class CategoryFeatures {
  private final Encoding.Category category;
  private final Map<String, Integer> features = new HashMap<>();

  public CategoryFeatures(Encoding.Category category) {
    this.category = category;
    for (String level : category.levels()) {
      features.put(level, features.size());
    }
    features.put(category.baseline(), -1);
  }

  /** Whether the level is the baseline or has a feature of its own. */
  public boolean knows(String level) {
    return features.containsKey(level);
  }

  /** The feature of a level, known or not. */
  public int of(String level) {
    return features.getOrDefault(level, category.otherFeature());
  }
}
