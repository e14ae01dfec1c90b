/** Services as processes of their own: which there are, what they are told, how one is run. */
@NullMarked
package io.homeostat.cli.services;

import org.jspecify.annotations.NullMarked;
