/**
 * Documents that people write: YAML read strictly, with the place of every value, so that each
 * mistake is named with its file, line, column and remedy.
 */
@NullMarked
package io.homeostat.core.document;

import org.jspecify.annotations.NullMarked;
