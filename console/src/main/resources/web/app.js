// The page: a bar with the status, and below it the list or one incident, by the part of the address after '#'.

import {LitElement, html} from 'lit';
import {Store} from '/web/store.js';
import {span} from '/web/format.js';
import '/web/incident-list.js';
import '/web/incident-page.js';
import '/web/people-page.js';
import '/web/drift-list.js';
import '/web/drift-page.js';
import {ask, askToStart, askToStop} from '/web/ask-dialog.js';
import {me} from '/web/people.js';

class App extends LitElement {
  static properties = {route: {state: true}, tick: {state: true}};

  constructor() {
    super();
    this.store = new Store();
    this.route = location.hash;
    this.tick = 0;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('hashchange', () => {
      this.route = location.hash;
      window.scrollTo(0, 0);
    });
    window.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
      if (this.id('drift')) location.hash = '#/drift';
      else if (this.page() !== '/' || this.id('incidents')) location.hash = '#/';
    });
    this.store.addEventListener('change', () => this.again());
    setInterval(() => this.again(), 1000);
    this.store.start();
  }

  again() {
    this.tick += 1;
  }

  /** Of which one of these the page tells, if of one. */
  id(what) {
    const match = new RegExp(`^#/${what}/([0-9a-zA-Z-]+)$`).exec(this.route);
    return match ? match[1] : null;
  }

  /** The page that the bar marks. */
  page() {
    if (this.route === '#/people') return '/people';
    return this.route.startsWith('#/drift') ? '/drift' : '/';
  }

  link(page, words) {
    return html`<a href="#${page}" aria-current=${this.page() === page ? 'page' : 'false'}>${words}</a>`;
  }

  render() {
    return html`
      <header>
        <a class="brand" href="#/"><img src="/web/icon.svg" alt="" width="22" height="22">Homeostat</a>
        <nav aria-label="Pages">
          ${this.link('/', 'Incidents')}
          ${this.link('/drift', 'Drift')}
          ${this.link('/people', html`People${this.store.status?.awaiting
            ? html` <span class="count" aria-label="${this.store.status.awaiting} waiting">${this.store.status.awaiting}</span>`
            : ''}`)}
        </nav>
        ${this.renderStatus()}
        <span class="tools">
          <button @click=${() => this.askWho()}>${me.name || (me.token ? 'token set' : 'Who are you?')}</button>
          ${this.store.status?.stopped
            ? html`<button @click=${askToStart}>Start…</button>`
            : html`<button class="grave" @click=${askToStop}>Stop…</button>`}
        </span>
      </header>
      ${this.renderStopped()}
      <hs-ask-dialog></hs-ask-dialog>
      <main>
        ${this.renderPage()}
      </main>`;
  }

  renderPage() {
    if (this.page() === '/people') return html`<hs-people-page .store=${this.store} .tick=${this.tick}></hs-people-page>`;
    const incident = this.id('incidents');
    if (incident) return html`<hs-incident-page .incidentId=${incident} .store=${this.store} .tick=${this.tick}></hs-incident-page>`;
    const drift = this.id('drift');
    if (drift) return html`<hs-drift-page .driftId=${drift} .store=${this.store} .tick=${this.tick}></hs-drift-page>`;
    return this.page() === '/drift'
      ? html`<hs-drift-list .store=${this.store} .tick=${this.tick}></hs-drift-list>`
      : html`<hs-incident-list .store=${this.store} .tick=${this.tick}></hs-incident-list>`;
  }

  askWho() {
    const checked = this.store.status?.usersChecked;
    ask({
      title: 'Who are you?',
      text: checked
        ? 'This console knows its users by their tokens. Yours is kept until this tab is closed.'
        : 'No users are configured here: your name is taken as you say it, and marked as not checked.',
      confirm: 'Keep',
      fields: checked
        ? [{name: 'token', label: 'Token', type: 'password', required: true}]
        : [{name: 'name', label: 'Name', value: me.name, required: true}],
      keep: (fields) => {
        me.set(fields.name ?? '', fields.token ?? '');
        this.again();
      },
    });
  }

  renderStatus() {
    const {status, connected} = this.store;
    if (connected === false) return html`<span class="live off" role="status">not connected – showing what was known last</span>`;
    if (!connected || !status) return html`<span class="live" role="status">connecting…</span>`;
    if (!status.caughtUp) return html`<span class="live off" role="status">reading the logs – not complete yet</span>`;
    const newest = Math.max(0, ...Object.values(status.newestByTopic));
    return html`<span class="live on" role="status" title="live by server-sent events">live${newest
      ? html`<span class="quiet"> · last event ${span(this.store.now() - newest)} ago</span>`
      : ''}</span>`;
  }

  renderStopped() {
    const {status} = this.store;
    if (!status?.stopped) return '';
    return html`<div class="banner" role="alert">
      <strong>Stopped.</strong> No new action begins. Set by ${status.stoppedBy}
      ${span(this.store.now() - status.stopMillis)} ago${status.stopReason ? `: ${status.stopReason}` : ''}.
      <code>./homeostat start</code> or the button above lets it act again.
    </div>`;
  }
}

customElements.define('hs-app', App);
