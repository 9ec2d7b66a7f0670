package io.downhill.data;

import java.util.List;
import java.util.Optional;

/**
 * What a caller wants from a file.
 *
 * @param features the columns to read, in this order; empty for all but the label
 * @param label where the labels are; empty if the caller did not say
 * @param labelled whether labels are to be read at all
 * @param classes what the labels must be; empty if the file decides
 */
record Wanted(
    Optional<List<String>> features,
    Optional<String> label,
    boolean labelled,
    Optional<Classes> classes) {}
