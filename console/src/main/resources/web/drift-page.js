// One table beside its reference: its columns by effect, and of one of them the histograms and the figures over time.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {getJson} from '/web/store.js';
import {REASON, ask} from '/web/ask-dialog.js';
import {dateTime, number, percent, probability, span} from '/web/format.js';
import {stateChip, where} from '/web/drift-list.js';
import '/web/drift-column.js';

class DriftPage extends LitElement {
  static properties = {
    driftId: {attribute: false},
    store: {attribute: false},
    tick: {attribute: false},
    file: {state: true},
    problem: {state: true},
    chosen: {state: true},
    said: {state: true},
  };

  constructor() {
    super();
    this.file = null;
    this.problem = '';
    this.chosen = '';
    this.said = '';
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
  }

  disconnectedCallback() {
    window.removeEventListener('keydown', this.onKey);
    this.store.removeEventListener('change', this.onChange);
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    if (changed.has('driftId')) {
      this.file = null;
      this.chosen = '';
      this.problem = '';
      this.said = '';
      this.load();
    }
  }

  async load() {
    const id = this.driftId;
    if (this.loading === id) return;
    this.loading = id;
    const seen = this.store.newest('drift.reports');
    try {
      const file = await getJson(`/api/v1/drift/${id}`);
      if (id !== this.driftId) return;
      this.file = file;
      this.problem = '';
      this.seen = seen;
    } catch (error) {
      if (id === this.driftId) this.problem = error.message;
    } finally {
      if (this.loading === id) this.loading = '';
    }
  }

  /** The columns, what drifted first, then by how many rows lie elsewhere. */
  columns() {
    return [...(this.file.judged?.columns ?? [])].sort(
      (a, b) => b.drifted - a.drifted || b.effect - a.effect || (a.name < b.name ? -1 : 1));
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
    if (!['j', 'k'].includes(event.key) || !this.file) return;
    const names = this.columns().map((it) => it.name);
    const place = names.indexOf(this.chosen || names[0]) + (event.key === 'j' ? 1 : -1);
    if (names[place]) this.chosen = names[place];
  }

  render() {
    if (!this.file) {
      return html`<section class="empty"><h1>${this.problem ? 'Not found' : 'Loading…'}</h1>
        <p>${this.problem}</p><p><a href="#/drift">All tables</a></p></section>`;
    }
    const {newest, judged} = this.file;
    const columns = this.columns();
    const chosen = columns.find((it) => it.name === this.chosen) ?? columns[0];
    return html`
      <p class="back"><a href="#/drift">← all tables</a></p>
      <div class="head ${newest.signal ? 'warning' : ''}">
        <h1>${where(newest)}</h1>
        <p>${stateChip(newest)} in system <strong>${newest.system}</strong>, rule <span class="mono">${newest.rule}</span>,
          the newest window ended <time>${dateTime(newest.untilMillis)}</time>, ${newest.rows} rows</p>
        ${newest.unknown ? html`<p>Not judged: ${newest.unknown}.</p>` : ''}
        <p class="quiet">Reference: ${newest.reference}, since ${dateTime(newest.referenceFromMillis)}, version ${newest.version}</p>
        <p class="buttons"><button @click=${() => this.rebase()}>Gather a new reference…</button></p>
        ${this.said ? html`<p role="status">${this.said}</p>` : ''}
      </div>
      ${judged ? html`<div class="columns">
        <section><h2>Columns by effect <span class="quiet">window of ${span(judged.untilMillis - judged.fromMillis)} until ${dateTime(judged.untilMillis)}</span></h2>
          ${this.renderColumns(judged, columns, chosen)}
          <p class="quiet keys"><kbd>j</kbd> <kbd>k</kbd> choose a column, <kbd>Esc</kbd> comes back</p></section>
        <hs-drift-column .column=${chosen} .judged=${judged} .windows=${this.file.windows}></hs-drift-column>
      </div>` : ''}`;
  }

  renderColumns(judged, columns, chosen) {
    return html`<table class="gates effects">
      <thead><tr><th scope="col">column</th><th scope="col">rows elsewhere</th><th scope="col">by chance</th><th scope="col">how</th></tr></thead>
      <tbody>${repeat(columns, (it) => it.name, (it) => html`<tr class="${it.drifted ? 'drifted' : ''} ${it.name === chosen.name ? 'chosen' : ''}">
        <th scope="row"><button class="plain mono" aria-pressed=${it.name === chosen.name} @click=${() => { this.chosen = it.name; }}>${it.name}</button></th>
        <td>${it.unknown ? '' : html`<span class="bar" style="--part:${it.effect}"></span>${percent(it.effect)}`}</td>
        <td>${it.unknown ? '' : probability(it.pValue)}</td>
        <td>${it.unknown || (it.drifted ? it.how : 'as usual')}</td></tr>`)}</tbody>
    </table>
    <p class="quiet">It drifts where both hold: at least ${percent(judged.leastEffect)} of rows elsewhere, and by chance at most ${number(judged.critical)} of the time.</p>`;
  }

  rebase() {
    ask({
      title: 'Gather a new reference?',
      text: 'What this table is compared with is forgotten, and the next windows make a new reference: say so where what is now is usual from here on. Its signal ends.',
      confirm: 'Gather anew',
      path: `/api/v1/drift/${this.driftId}/rebase`,
      fields: [{...REASON, required: true}],
      done: (answer) => { this.said = answer.reason; },
    });
  }
}

customElements.define('hs-drift-page', DriftPage);
