// One incident, told from the top: what is wrong, what was done or why not, and the proof.

import {LitElement, html} from 'lit';
import {getJson} from '/web/store.js';
import {STATE_WORDS, ago, clock, dateTime, inaction, shortName, span} from '/web/format.js';
import {decision} from '/web/gate-table.js';
import {REASON, ask, askToPause} from '/web/ask-dialog.js';
import '/web/verdict-plot.js';

const RESULT_WORDS = {
  APPLIED: 'done, once',
  ALREADY_TRUE: 'already as wanted',
  REFUSED: 'not begun',
  FAILED: 'failed, the target is as before',
  UNKNOWN: 'not known yet',
  VERIFIED: 'verified',
  NOT_IMPROVED: 'no improvement',
  HARMED: 'harm done',
};

class IncidentPage extends LitElement {
  static properties = {
    incidentId: {attribute: false},
    store: {attribute: false},
    tick: {attribute: false},
    file: {state: true},
    problem: {state: true},
    said: {state: true},
    drift: {state: true},
  };

  constructor() {
    super();
    this.file = null;
    this.drift = {}; // by a signal's id, where its columns are shown
    this.problem = '';
    this.onChange = (event) => {
      if (event.detail.incidentId === this.incidentId) this.load();
    };
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.store.addEventListener('change', this.onChange);
  }

  disconnectedCallback() {
    this.store.removeEventListener('change', this.onChange);
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    if (changed.has('incidentId')) {
      this.file = null;
      this.load();
    }
  }

  async load() {
    const id = this.incidentId;
    try {
      const file = await getJson(`/api/v1/incidents/${id}`);
      if (id === this.incidentId) {
        this.file = file;
        this.problem = '';
        await this.findDrift(file);
      }
    } catch (error) {
      this.problem = error.message;
    }
  }

  /** Which tables beside their references the signals are of; each is asked for once. */
  async findDrift(file) {
    for (const {id} of file.incident?.signals.filter((it) => it.kind.endsWith('drift') && !(it.id in this.drift)) ?? []) {
      const {drift} = await getJson(`/api/v1/drift?signal=${id}`).catch(() => ({drift: []}));
      this.drift = {...this.drift, [id]: drift[0]?.id ?? ''};
    }
  }

  render() {
    if (!this.file?.incident) {
      return html`<section class="empty"><h1>${this.problem ? 'Not found' : 'Loading…'}</h1>
        <p>${this.problem}</p><p><a href="#/">All incidents</a></p></section>`;
    }
    const {incident} = this.file;
    return html`
      <p class="back"><a href="#/">← all incidents</a></p>
      ${this.renderHead(incident)}
      ${this.renderStory(incident)}
      ${this.file.verdicts.map((verdict) => this.renderVerdict(verdict))}
      <div class="columns">
        <div>
          <section><h2>Timeline</h2>${this.renderTimeline(incident)}
            <p class="buttons"><button @click=${() => this.remark('ack')}>I look after it…</button>
              <button @click=${() => this.remark('notes')}>Note…</button></p></section>
          ${this.file.proposals.length ? this.renderGrounds(incident) : ''}
        </div>
        <div>${this.file.proposals.length ? this.file.proposals.map((proposal) => this.renderAction(proposal)) : this.renderGrounds(incident)}</div>
      </div>`;
  }

  renderGrounds(incident) {
    return [this.renderSuspects(incident), this.renderSignals(incident), this.renderChanges(incident)];
  }

  renderHead(incident) {
    const now = this.store.now();
    const end = incident.closedMillis ?? now;
    return html`<div class="head ${incident.severity.toLowerCase()}">
      <h1>${incident.title}</h1>
      <p><span class="chip state ${incident.state.toLowerCase()}">${STATE_WORDS[incident.state]}</span>
        <span class="chip ${incident.severity.toLowerCase()}">${incident.severity.toLowerCase()}</span>
        in system <strong>${incident.system}</strong>,
        since <time title=${ago(incident.openedMillis, now)}>${dateTime(incident.openedMillis)}</time>,
        ${incident.closedMillis ? html`closed after ${span(end - incident.openedMillis)}` : html`for ${span(end - incident.openedMillis)}`}</p>
    </div>`;
  }

  renderStory(incident) {
    const verdict = this.file.verdicts.at(-1);
    const outcome = this.file.outcomes.at(-1);
    const sentences = [];
    if (outcome) sentences.push(html`<strong>${outcome.action}</strong> on <span class="mono">${shortName(outcome.target)}</span>: ${RESULT_WORDS[outcome.result]}. ${outcome.reason}`);
    if (verdict) sentences.push(html`<strong>${RESULT_WORDS[verdict.result]}</strong>: ${verdict.reason}`);
    if (incident.inaction) sentences.push(html`<strong>Why nothing is being done:</strong> ${inaction(incident.inaction).summary}`);
    if (!sentences.length && this.file.intents.length) sentences.push(html`An action is under way: ${this.file.notes.at(-1)?.text ?? 'begun'}`);
    if (!sentences.length) sentences.push(html`Nothing was done.`);
    return html`<section class="story ${verdict ? verdict.result.toLowerCase() : ''}" aria-live="polite">
      ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
      ${incident.inaction ? this.renderPlaybooks(inaction(incident.inaction).playbooks) : ''}</section>`;
  }

  renderPlaybooks(playbooks) {
    if (!playbooks.length) return '';
    return html`<details class="details"><summary>What each playbook waits for</summary>
      <ul>${playbooks.map((playbook) => html`<li>${playbook}</li>`)}</ul></details>`;
  }

  renderVerdict(verdict) {
    const outcome = this.file.outcomes.find((it) => it.commandId === verdict.commandId);
    return html`<section class="verdict">
      <h2>Before and after <span class="quiet">the action from ${clock(outcome?.beganMillis ?? verdict.effectMillis)} to ${clock(verdict.effectMillis)}</span></h2>
      <div class="plots">${verdict.plots.map((plot) => html`<hs-verdict-plot .plot=${plot}
        .begin=${outcome?.beganMillis ?? verdict.effectMillis} .effect=${verdict.effectMillis}></hs-verdict-plot>`)}</div>
    </section>`;
  }

  remark(kind) {
    const note = kind === 'notes';
    ask({
      title: note ? 'Write a note' : 'Look after this incident',
      text: note ? '' : 'Others see that somebody is at it.',
      confirm: note ? 'Write' : 'I look after it',
      path: `/api/v1/incidents/${this.incidentId}/${kind}`,
      fields: [{name: 'text', label: note ? 'Note' : 'What more is to be said', long: true, required: note}],
    });
  }

  renderWords(proposal, outcomes) {
    const decided = this.file.decisions.filter((it) => it.proposalId === proposal.id).at(-1);
    const waits = decided?.result === 'AWAITING' && decided.untilMillis > this.store.now();
    const undoable = outcomes.some((it) => it.result === 'APPLIED' && it.details['undo.action']);
    return html`<p class="buttons">
      ${waits ? html`<a class="button main" href="#/people">Decide…</a>` : ''}
      ${undoable ? html`<button @click=${() => this.undo(proposal)}>Undo…</button>` : ''}
      <button @click=${() => askToPause(proposal.target)}>Pause the target…</button></p>`;
  }

  undo(proposal) {
    ask({
      title: 'Have this undone?',
      text: `The undo of ${proposal.action} on ${proposal.target} is proposed as an action of its own, governed and verified like any. The target is paused afterwards.`,
      confirm: 'Undo',
      path: `/api/v1/actions/${proposal.id}/undo`,
      fields: [REASON],
      done: (answer) => { this.said = answer.reason; },
    });
  }

  renderTimeline(incident) {
    return html`<ol class="timeline">
      ${incident.timeline.map((moment) => html`<li class=${moment.kind.toLowerCase()}>
        <time title=${dateTime(moment.timeMillis)}>${clock(moment.timeMillis)}</time>
        <span class="kind">${moment.kind.toLowerCase()}</span>
        <span class="text">${moment.text}</span></li>`)}
    </ol>`;
  }

  renderAction(proposal) {
    const of = (list) => list.filter((it) => it.proposalId === proposal.id);
    const outcomes = of(this.file.outcomes);
    return html`<section class="action">
      <h2>Action <span class="mono">${proposal.action}</span></h2>
      <p>on <span class="mono">${proposal.target}</span>, by playbook <span class="mono">${proposal.playbook}</span>,
        proposed ${clock(proposal.proposedMillis)}, to begin before ${clock(proposal.deadlineMillis)}</p>
      <dl>
        <dt>expected</dt><dd>${proposal.predicted}</dd>
        <dt>undo</dt><dd>${proposal.undo}</dd>
        <dt>settings</dt><dd class="mono">${Object.entries(proposal.parameters).map(([name, value]) => html`<div title=${value}>${name} ${version(value)}</div>`)}</dd>
        <dt>evidence</dt><dd><ul>${proposal.evidence.map((it) => html`<li>${it.what}
          <span class="quiet">seen ${clock(it.observedMillis)}</span></li>`)}</ul></dd>
        <dt>plan</dt><dd class="mono quiet">${proposal.planHash.slice(0, 16)} · rules ${proposal.rules.slice(0, 12)}</dd>
      </dl>
      ${this.renderWords(proposal, outcomes)}
      ${this.said ? html`<p role="status">${this.said}</p>` : ''}
      <h3>Decision</h3>
      ${of(this.file.decisions).map(decision)}
      ${of(this.file.decisions).length ? '' : html`<p class="quiet">not decided yet</p>`}
      ${outcomes.length ? html`<h3>Outcome</h3>` : ''}
      ${outcomes.map((outcome) => html`<p><span class="chip ${outcome.result.toLowerCase()}">${RESULT_WORDS[outcome.result]}</span>
          ${outcome.reason} <span class="quiet">${clock(outcome.beganMillis)} – ${clock(outcome.endedMillis)}</span></p>
        <dl class="details">${Object.entries(outcome.details).filter(([name]) => !name.startsWith('undo.')).map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${value}</dd>`)}</dl>`)}
    </section>`;
  }

  renderSuspects(incident) {
    if (!incident.suspects.length) return '';
    return html`<section><h2>Suspects</h2><ol class="suspects">${incident.suspects.map((suspect) => html`<li>
      <span class="mono">${suspect.entity}</span> <span class="quiet">${Math.round(suspect.score * 100)}%</span><br>${suspect.reason}</li>`)}</ol></section>`;
  }

  renderSignals(incident) {
    return html`<section><h2>Signals</h2><ul class="signals">${incident.signals.map((signal) => html`<li>
      <span class="chip ${signal.state.toLowerCase()}">${signal.state.toLowerCase()}</span> ${signal.explanation}
      <span class="quiet">${signal.kind}, since ${clock(signal.beganMillis)}, rule ${signal.rule}</span>
      ${this.drift[signal.id] ? html`<a href="#/drift/${this.drift[signal.id]}">its columns</a>` : ''}</li>`)}</ul></section>`;
  }

  renderChanges(incident) {
    if (!incident.changes.length) return '';
    return html`<section><h2>Changes</h2><ul class="signals">${incident.changes.map((change) => html`<li>
      <span class="chip">${change.kind}</span> ${change.summary}${change.delivery ? html`
      <span class="mono" title="${change.delivery.from} → ${change.delivery.to}">${version(change.delivery.from)} → ${version(change.delivery.to)}</span>
      <span class="quiet">through ${change.delivery.through}, ${change.delivery.health.toLowerCase()}</span>` : ''}
      <span class="quiet">${change.state.toLowerCase()}, since ${clock(change.beganMillis)}${change.actor ? `, by ${change.actor}` : ''}</span></li>`)}</ul></section>`;
  }
}

/** A version, short enough to read: of a Git revision its first digits. */
function version(text) {
  return /^[0-9a-f]{40,}$/.test(text) ? text.slice(0, 7) : text || 'unknown';
}

customElements.define('hs-incident-page', IncidentPage);
