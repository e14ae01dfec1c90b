// The page: a bar with the status, and below it the list or one incident, by the part of the address after '#'.

import {LitElement, html} from 'lit';
import {Store} from '/web/store.js';
import {span} from '/web/format.js';
import '/web/incident-list.js';
import '/web/incident-page.js';

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
      if (event.key === 'Escape' && this.incidentId()) location.hash = '#/';
    });
    this.store.addEventListener('change', () => this.again());
    setInterval(() => this.again(), 1000);
    this.store.start();
  }

  again() {
    this.tick += 1;
  }

  incidentId() {
    const match = /^#\/incidents\/([0-9a-zA-Z-]+)$/.exec(this.route);
    return match ? match[1] : null;
  }

  render() {
    const id = this.incidentId();
    return html`
      <header>
        <a class="brand" href="#/"><img src="/web/icon.svg" alt="" width="22" height="22">Homeostat</a>
        ${this.renderStatus()}
      </header>
      ${this.renderStopped()}
      <main>
        ${id
          ? html`<hs-incident-page .incidentId=${id} .store=${this.store} .tick=${this.tick}></hs-incident-page>`
          : html`<hs-incident-list .store=${this.store} .tick=${this.tick}></hs-incident-list>`}
      </main>`;
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
      <code>./homeostat start</code> lets it act again.
    </div>`;
  }
}

customElements.define('hs-app', App);
