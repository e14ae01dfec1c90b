// What waits for people, and what they have paused. j and k move between plans, a approves, d denies.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {getJson} from '/web/store.js';
import {ask, askToPause} from '/web/ask-dialog.js';
import {dateTime, span} from '/web/format.js';
import '/web/approval-card.js';

const MOST_SAID = 3;

class PeoplePage extends LitElement {
  static properties = {
    store: {attribute: false},
    tick: {attribute: false},
    actions: {state: true},
    problem: {state: true},
    said: {state: true},
  };

  constructor() {
    super();
    this.actions = null;
    this.problem = '';
    this.said = []; // what was answered to words said here, newest first
    this.place = -1;
    this.onKey = (event) => this.key(event);
    this.onChange = () => this.load();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('keydown', this.onKey);
    this.store.addEventListener('change', this.onChange);
    this.addEventListener('hs-said', (event) => { this.said = [event.detail, ...this.said].slice(0, MOST_SAID); });
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
    try {
      const {actions} = await getJson('/api/v1/actions?state=awaiting&limit=100');
      this.actions = await Promise.all(actions.map((action) => getJson(`/api/v1/actions/${action.id}`)));
      this.problem = '';
    } catch (error) {
      this.problem = error.message;
    } finally {
      this.loading = false;
    }
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
    const cards = [...this.querySelectorAll('section.approval')];
    if (!cards.length) return;
    if (['j', 'k'].includes(event.key)) {
      this.place = Math.min(cards.length - 1, Math.max(0, this.place + (event.key === 'j' ? 1 : -1)));
      cards[this.place].focus();
    } else if (['a', 'd'].includes(event.key)) {
      const card = (cards[this.place] ?? cards[0]).parentElement;
      event.preventDefault();
      if (event.key === 'a') card.approve();
      else card.deny();
    }
  }

  render() {
    const paused = this.store.status?.paused ?? [];
    return html`
      <h1>People <span class="quiet">what waits for you, and what you keep Homeostat from</span></h1>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
      <div role="status">${this.said.map(({action, reason}) => html`<p>
        <strong>${reason}</strong>: <span class="mono">${action.action}</span> on <span class="mono">${action.target}</span>.
        <a href="#/incidents/${action.incidentId}">See what comes of it</a></p>`)}</div>
      ${this.actions === null ? html`<section>Loading…</section>` : ''}
      ${this.actions?.length === 0 ? html`<section><p>Nothing waits for approval.</p></section>` : ''}
      ${repeat(this.actions ?? [], (action) => action.id, (action) => html`<hs-approval-card .action=${action} .now=${this.store.now()}></hs-approval-card>`)}
      <section class="paused"><h2>Paused targets</h2>
        ${paused.length ? html`<ul class="signals">${paused.map((it) => html`<li>
          <span class="mono">${it.target}</span> by ${it.by}: ${it.reason}
          <span class="quiet">since ${dateTime(it.sinceMillis)}${it.untilMillis ? `, ${span(it.untilMillis - this.store.now())} left` : ''}</span>
          <button @click=${() => this.resume(it.target)}>Resume…</button></li>`)}</ul>` : html`<p>None.</p>`}
        <p class="buttons"><button @click=${() => askToPause(null)}>Pause a target…</button></p>
      </section>
      <p class="quiet keys"><kbd>j</kbd> <kbd>k</kbd> move, <kbd>a</kbd> approves, <kbd>d</kbd> denies, <kbd>Esc</kbd> closes or comes back</p>`;
  }

  resume(target) {
    ask({
      title: 'Resume this target?',
      text: `Homeostat may act on ${target} again, as far as the rules allow.`,
      confirm: 'Resume',
      path: '/api/v1/targets/resume',
      body: {target},
      fields: [{name: 'reason', label: 'Why', long: true}],
    });
  }
}

customElements.define('hs-people-page', PeoplePage);
