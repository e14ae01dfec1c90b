/** Tests of the retraining of models, with pipelines that speak HTTP. */
@NullMarked
package io.homeostat.actuators.retraining;

import org.jspecify.annotations.NullMarked;
