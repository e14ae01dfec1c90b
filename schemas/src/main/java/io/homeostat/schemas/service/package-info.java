/**
 * What every process of Homeostat shares: a service's life, its configuration, and the lifeline to
 * its supervisor.
 */
@NullMarked
package io.homeostat.schemas.service;

import org.jspecify.annotations.NullMarked;
