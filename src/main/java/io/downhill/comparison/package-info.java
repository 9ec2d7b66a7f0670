/**
 * Two models on the same examples: {@link io.downhill.comparison.Difference} of their losses and of
 * their AUC, and {@link io.downhill.comparison.McNemar}. It is given arrays, and depends on nothing
 * of the project. The distributions are those of Apache Commons Statistics.
 */
package io.downhill.comparison;
