package io.downhill.sums;

/**
 * What a tree adds up: a value that another one can be added to, in this order. It need not be
 * associative, as floating-point sums are not: the tree fixes the order.
 *
 * @param <S> the type itself
 */
public interface Sum<S extends Sum<S>> {
  /** This and then the next one, as a new value; neither changes. */
  S plus(S next);
}
