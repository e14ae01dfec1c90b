// Tables beside their references, what drifts first. j and k move, Enter opens.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {getJson} from '/web/store.js';
import {ago, dateTime, percent, shortName} from '/web/format.js';

class DriftList extends LitElement {
  static properties = {store: {attribute: false}, tick: {attribute: false}, drift: {state: true}, problem: {state: true}};

  constructor() {
    super();
    this.drift = null;
    this.problem = '';
    this.place = -1;
    this.onKey = (event) => this.key(event);
    this.seen = 0;
    this.onChange = () => {
      if (this.store.newest('drift.reports') > this.seen || this.problem) this.load();
    };
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('keydown', this.onKey);
    this.store.addEventListener('change', this.onChange);
    this.load();
  }

  disconnectedCallback() {
    window.removeEventListener('keydown', this.onKey);
    this.store.removeEventListener('change', this.onChange);
    super.disconnectedCallback();
  }

  async load() {
    if (this.loading) return;
    this.loading = true;
    const seen = this.store.newest('drift.reports');
    try {
      this.drift = (await getJson('/api/v1/drift')).drift;
      this.problem = '';
      this.seen = seen;
    } catch (error) {
      this.problem = error.message;
    } finally {
      this.loading = false;
    }
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
    const rows = this.querySelectorAll('a.incident');
    if (!rows.length || !['j', 'k'].includes(event.key)) return;
    const step = event.key === 'j' ? 1 : -1;
    this.place = Math.min(rows.length - 1, Math.max(0, this.place + step));
    rows[this.place].focus();
  }

  render() {
    if (!this.drift) return html`<section class="empty"><h1>${this.problem ? 'Not known' : 'Loading…'}</h1><p>${this.problem}</p></section>`;
    if (!this.drift.length) return this.renderEmpty();
    const drifting = this.drift.filter((it) => it.signal).length;
    return html`
      <h1>Drift <span class="quiet">${drifting ? `${drifting} drifting` : 'nothing drifts'}, ${this.drift.length} watched</span></h1>
      <ol class="incidents">
        ${repeat(this.drift, (it) => it.id, (it) => this.renderRow(it))}
      </ol>
      <p class="quiet keys"><kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> comes back</p>`;
  }

  renderRow(it) {
    return html`<li>
      <a class="incident ${it.signal ? 'warning' : ''}" href="#/drift/${it.id}">
        ${stateChip(it)}
        <span class="what">
          <span class="title">${where(it)}</span>
          <span class="quiet">${it.worst ? html`${it.driftedCount ? `${it.driftedCount} of ` : ''}${it.columnCount} columns · most of all
            <span class="mono">${it.worst}</span>, ${percent(it.worstEffect)} of rows elsewhere${it.unknown ? ' · ' : ''}` : ''}${it.unknown}</span>
        </span>
        <span class="when" title=${dateTime(it.untilMillis)}>
          <span>${ago(it.untilMillis, this.store.now())}</span>
          <span class="quiet">${it.rows} rows, rule ${it.rule}</span>
        </span>
      </a>
    </li>`;
  }

  renderEmpty() {
    return html`<section class="empty">
      <h1>No table is compared yet</h1>
      <p>A drift rule names the tables whose columns are compared with a reference; the first window of each must have ended.</p>
      <pre>./homeostat rules check FILE.yaml</pre>
    </section>`;
  }
}

/** Which table, and which part of it. */
export function where(it) {
  if (!it.segmentedBy) return shortName(it.table);
  return html`${shortName(it.table)} <span class="quiet">where ${it.segmentedBy} is ${it.segment || 'missing'}</span>`;
}

/** Whether it drifts. */
export function stateChip(it) {
  if (it.signal) return html`<span class="chip state firing">${it.unknown ? 'not known' : 'drifting'}</span>`;
  return it.unknown ? html`<span class="chip state">not known</span>` : html`<span class="chip state healed">as usual</span>`;
}

customElements.define('hs-drift-list', DriftList);
