/**
 * Objectives and the optimisers that minimise them. Depends on the JDK alone: an optimiser knows
 * neither devices nor files.
 */
package io.downhill.optim;
