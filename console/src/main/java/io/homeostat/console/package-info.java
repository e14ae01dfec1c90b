/** What people see: the REST API and the web page, fed by the logs. */
@NullMarked
package io.homeostat.console;

import org.jspecify.annotations.NullMarked;
