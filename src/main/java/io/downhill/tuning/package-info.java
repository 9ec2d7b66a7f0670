/**
 * Choosing a penalty: which penalties, which rows are held out, and what the held-out rows say of
 * each.
 */
package io.downhill.tuning;
