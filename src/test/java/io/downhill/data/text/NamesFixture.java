package io.downhill.data.text;

import java.util.Set;

/** What tests know of the names of a table. */
public final class NamesFixture {
  /** Nothing. */
  public static final ExpectedNames NONE = new ExpectedNames(Set.of(), Set.of(), false);

  private NamesFixture() {}

  /** A label, by name or by number. */
  public static ExpectedNames label(String label) {
    return new ExpectedNames(Set.of(label), Set.of(label), false);
  }
}
