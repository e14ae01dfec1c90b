/** Alerts that others raise, translated into signals: one alert is one signal, whoever tells it. */
@NullMarked
package io.homeostat.ingest.alert;

import org.jspecify.annotations.NullMarked;
