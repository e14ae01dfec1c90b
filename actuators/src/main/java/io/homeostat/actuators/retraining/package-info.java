/** The action on models: one run of a model's training pipeline. */
@NullMarked
package io.homeostat.actuators.retraining;

import org.jspecify.annotations.NullMarked;
