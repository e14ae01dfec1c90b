// The incidents, newest first. j and k move, Enter opens.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {STATE_WORDS, ago, clock, dateTime, inaction, shortName, span} from '/web/format.js';

class IncidentList extends LitElement {
  static properties = {store: {attribute: false}, tick: {attribute: false}, place: {state: true}};

  constructor() {
    super();
    this.place = -1;
    this.onKey = (event) => this.key(event);
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('keydown', this.onKey);
  }

  disconnectedCallback() {
    window.removeEventListener('keydown', this.onKey);
    super.disconnectedCallback();
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = this.querySelectorAll('a.incident');
    if (!rows.length || !['j', 'k'].includes(event.key)) return;
    const step = event.key === 'j' ? 1 : -1;
    this.place = Math.min(rows.length - 1, Math.max(0, this.place + step));
    rows[this.place].focus();
  }

  render() {
    const incidents = this.store.newestFirst();
    if (!this.store.loaded) return html`<section class="empty"><h1>Loading…</h1></section>`;
    if (!incidents.length) return this.renderEmpty();
    const open = incidents.filter((incident) => !incident.closedMillis).length;
    return html`
      <h1>Incidents <span class="quiet">${open ? `${open} open` : 'none open'}, ${incidents.length} in all</span></h1>
      <ol class="incidents" aria-live="polite">
        ${repeat(incidents, (incident) => incident.id, (incident) => this.renderRow(incident))}
      </ol>
      <p class="quiet keys"><kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> comes back</p>`;
  }

  renderRow(incident) {
    const now = this.store.now();
    const length = (incident.closedMillis ?? now) - incident.openedMillis;
    return html`<li>
      <a class="incident ${incident.severity.toLowerCase()}" href="#/incidents/${incident.id}">
        <span class="chip state ${incident.state.toLowerCase()}">${STATE_WORDS[incident.state]}</span>
        <span class="what">
          <span class="title">${incident.title}</span>
          <span class="quiet">${incident.system}${incident.suspect ? html` · suspect <span class="mono">${shortName(incident.suspect)}</span>` : ''}
            ${incident.inaction ? html` · ${inaction(incident.inaction).summary}` : ''}</span>
        </span>
        <span class="when" title=${dateTime(incident.openedMillis)}>
          <span>${ago(incident.openedMillis, now)}</span>
          <span class="quiet">${clock(incident.openedMillis)}, ${incident.closedMillis ? 'took' : 'for'} ${span(length)}</span>
        </span>
      </a>
    </li>`;
  }

  renderEmpty() {
    return html`<section class="empty">
      <h1>No incidents</h1>
      <p>Everything that is watched is in its normal state, as far as its telemetry tells.</p>
      <p>To see one arise and heal, let the demo world's index decay:</p>
      <pre>./homeostat demo index-bloat</pre>
    </section>`;
  }
}

customElements.define('hs-incident-list', IncidentList);
