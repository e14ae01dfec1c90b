/**
 * The action loop: from a command to its outcome, for any target. Each step is durable before the
 * next one begins, and after a crash the target is read before anything is decided.
 */
@NullMarked
package io.homeostat.actuators.action;

import org.jspecify.annotations.NullMarked;
