// A plan that waits for people: what would be done, on what evidence, by when to decide.

import {LitElement, html} from 'lit';
import {REASON, ask, askToPause} from '/web/ask-dialog.js';
import {clock, dateTime, span} from '/web/format.js';

class ApprovalCard extends LitElement {
  static properties = {action: {attribute: false}, now: {attribute: false}};

  createRenderRoot() {
    return this;
  }

  render() {
    const {action, now} = this;
    const {proposal} = action;
    const left = action.untilMillis - now;
    const asked = action.decisions.at(-1)?.gates.find((gate) => gate.name === 'approval')?.reason ?? '';
    return html`<section class="approval" tabindex="-1" data-action=${action.id} aria-label="Approval of ${action.action} on ${action.target}">
      <h2><span class="mono">${action.action}</span> on <span class="mono">${action.target}</span></h2>
      <p><span class="chip awaiting">awaiting approval</span> ${asked}.
        <strong class="countdown" title=${dateTime(action.untilMillis)}>${left > 0 ? html`${span(left)} left` : 'its time is over'}</strong></p>
      <dl>
        <dt>expected</dt><dd>${action.predicted}</dd>
        ${proposal.undoOf ? html`<dt>undoes</dt><dd>what <span class="mono">${proposal.undoOf.proposalId}</span> did, for ${proposal.undoOf.by.name}</dd>` : ''}
        <dt>undo</dt><dd>${proposal.undo}</dd>
        ${Object.entries(proposal.parameters).map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${value}</dd>`)}
        <dt>evidence</dt><dd><ul>${proposal.evidence.map((it) => html`<li>${it.what}
          <span class="quiet">seen ${clock(it.observedMillis)}, ${span(now - it.observedMillis)} ago</span></li>`)}</ul></dd>
        <dt>plan</dt><dd class="mono" title=${action.planHash}>${action.planHash.slice(0, 16)}</dd>
        <dt>incident</dt><dd><a href="#/incidents/${action.incidentId}">${action.incidentId}</a></dd>
      </dl>
      <p class="buttons">
        <button class="main" @click=${() => this.approve()}>Approve…</button>
        <button @click=${() => this.deny()}>Deny…</button>
        <button @click=${() => askToPause(action.target)}>Pause the target…</button>
      </p>
    </section>`;
  }

  approve() {
    this.word('approve', {
      title: 'Approve this plan?',
      text: `${this.action.action} on ${this.action.target}. The approval counts for the plan ${this.action.planHash.slice(0, 16)} alone, once. Is its evidence too old by now, the same is planned on fresh evidence first.`,
      confirm: 'Approve',
      fields: [REASON],
    });
  }

  deny() {
    this.word('deny', {
      title: 'Deny this plan?',
      text: 'It is not proposed again for this failure of the target, unless rules change or the failure goes and comes back.',
      confirm: 'Deny',
      fields: [{...REASON, required: true}],
    });
  }

  word(verb, question) {
    ask({
      ...question,
      path: `/api/v1/actions/${this.action.id}/${verb}`,
      body: {planHash: this.action.planHash},
      done: (answer) => this.dispatchEvent(new CustomEvent('hs-said', {bubbles: true, detail: {action: this.action, reason: answer.reason}})),
    });
  }
}

customElements.define('hs-approval-card', ApprovalCard);
