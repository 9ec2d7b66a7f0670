/**
 * The page about a model: its numbers as one JSON object, and the HTML, styles and scripts of the
 * resources around it. May depend on io.downhill, device, data and optim; only cli calls it.
 */
package io.downhill.report;
