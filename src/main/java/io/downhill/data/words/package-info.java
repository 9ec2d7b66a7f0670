/**
 * Words of texts as features: what a word is ({@link io.downhill.data.words.WordReader}), how often
 * each row holds each word, which words are learned, and what they count. May depend on data alone;
 * knows no file.
 */
package io.downhill.data.words;
