package io.homeostat.core.page;

import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Page;

/**
 * One thing to tell one receiver. Sent twice it must change nothing: that is what the key is for.
 *
 * @param kind what is told
 * @param receiver who is told
 * @param incident the incident as it is now; its id is the page's
 * @param count the how manieth time it is told that the incident is open
 * @param key the same for every try of this order, and for no other
 */
public record PageOrder(
    Page.State kind, String receiver, Incident incident, int count, String key) {}
