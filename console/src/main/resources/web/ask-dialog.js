// One dialog for all questions to a person: what would be done, why, and a button that does it.

import {LitElement, html} from 'lit';
import {me, say} from '/web/people.js';

class AskDialog extends LitElement {
  static properties = {question: {state: true}, problem: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.question = null;
    this.problem = '';
    this.busy = false;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.onAsk = (event) => this.ask(event.detail);
    window.addEventListener('hs-ask', this.onAsk);
  }

  disconnectedCallback() {
    window.removeEventListener('hs-ask', this.onAsk);
    super.disconnectedCallback();
  }

  async ask(question) {
    this.question = question;
    this.problem = '';
    await this.updateComplete;
    const dialog = this.querySelector('dialog');
    if (!dialog.open) dialog.showModal();
    (dialog.querySelector('input, textarea') ?? dialog.querySelector('button')).focus();
  }

  async confirm(event) {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.target));
    const {path, body, done, keep} = this.question;
    if (keep) {
      keep(fields);
      this.close();
      return;
    }
    this.busy = true;
    this.problem = '';
    try {
      if ('name' in fields) me.set(fields.name, me.token);
      const {name, ...said} = fields;
      const answer = await say(path, {...body, ...Object.fromEntries(Object.entries(said).filter(([, text]) => text))});
      this.close();
      done?.(answer);
    } catch (error) {
      this.problem = error.message;
    } finally {
      this.busy = false;
    }
  }

  close() {
    this.querySelector('dialog')?.close();
  }

  render() {
    const it = this.question;
    const unnamed = it && !it.keep && !me.name && !me.token;
    return html`<dialog aria-labelledby="ask-title" @close=${() => { this.question = null; }}>
      ${it ? html`<form @submit=${(event) => this.confirm(event)}>
        <h2 id="ask-title">${it.title}</h2>
        ${it.text ? html`<p>${it.text}</p>` : ''}
        ${unnamed ? html`<label>Your name <input name="name" required autocomplete="username" maxlength="64"></label>` : ''}
        ${(it.fields ?? []).map((field) => html`<label>${field.label}
          ${field.long
            ? html`<textarea name=${field.name} rows="2" maxlength="1000" ?required=${field.required}></textarea>`
            : html`<input name=${field.name} type=${field.type ?? 'text'} .value=${field.value ?? ''} maxlength="1000" ?required=${field.required}>`}</label>`)}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
        <p class="buttons">
          <button type="button" @click=${() => this.close()}>Cancel</button>
          <button type="submit" class=${it.grave ? 'grave' : 'main'} ?disabled=${this.busy}>${it.confirm}</button>
        </p>
      </form>` : ''}
    </dialog>`;
  }
}

customElements.define('hs-ask-dialog', AskDialog);

/** Asks a person; on confirmation the words go to {@code path}. */
export function ask(question) {
  window.dispatchEvent(new CustomEvent('hs-ask', {detail: question}));
}

export const REASON = {name: 'reason', label: 'Why', long: true};

export function askToPause(target) {
  ask({
    title: 'Pause a target',
    text: 'Nothing new is done to it, or to what is part of it, until it is resumed. What was granted before goes on to its end.',
    confirm: 'Pause',
    path: '/api/v1/targets/pause',
    body: target ? {target} : {},
    fields: [...(target ? [] : [{name: 'target', label: 'Target, kind:scope/name', required: true}]), {...REASON, required: true}],
  });
}

export function askToStop() {
  ask({
    title: 'Stop everything?',
    text: 'Within two seconds no new action begins anywhere, also after restarts, until somebody starts it again. What has begun is finished.',
    confirm: 'Stop',
    grave: true,
    path: '/api/v1/stop',
    fields: [REASON],
  });
}

export function askToStart() {
  ask({
    title: 'Let Homeostat act again?',
    text: 'Actions may begin again, as far as the rules allow.',
    confirm: 'Start',
    path: '/api/v1/start',
    fields: [REASON],
  });
}
