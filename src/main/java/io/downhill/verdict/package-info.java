/**
 * What to think of the end of a run: {@link io.downhill.verdict.Judge} asks how far J is above its
 * least, and whether there is one, and gives {@link io.downhill.verdict.Findings}. Depends on
 * device, data and optim; of a run it knows the {@link io.downhill.verdict.Terms} alone.
 */
package io.downhill.verdict;
