// A decision: the result, and what every gate said.

import {html} from 'lit';
import {clock} from '/web/format.js';

const RESULT_WORDS = {
  GRANTED: 'granted',
  REFUSED: 'refused',
  SHOWN: 'shown only, not done',
  AWAITING: 'awaiting approval',
};
const MARKS = {PASS: '✓', FAIL: '✗', UNKNOWN: '?'};

export function decision(it) {
  return html`<div class="decision ${it.result.toLowerCase()}">
    <p><span class="chip ${it.result.toLowerCase()}">${RESULT_WORDS[it.result]}</span> ${it.reason}
      <span class="quiet">at ${clock(it.decidedMillis)}</span></p>
    <table class="gates">
      <thead><tr><th scope="col">gate</th><th scope="col">says</th><th scope="col">because</th></tr></thead>
      <tbody>
        ${it.gates.map((gate) => html`<tr class=${gate.verdict.toLowerCase()}>
          <th scope="row">${gate.name}</th>
          <td><span aria-hidden="true">${MARKS[gate.verdict]}</span> ${gate.verdict.toLowerCase()}</td>
          <td>${gate.reason}</td>
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}
