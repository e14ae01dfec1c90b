// One judged series: the points, the means before and after, the moment of the effect.

import {LitElement, html} from 'lit';
import {GRID, timeAxis, valueAxis} from '/web/chart.js';
import {clock, quantity, shortName} from '/web/format.js';

const ROLE_WORDS = {TARGET: 'the target', SYMPTOM: 'what users feel', PEER: 'an untouched peer'};

class VerdictPlot extends LitElement {
  static properties = {plot: {attribute: false}, begin: {attribute: false}, effect: {attribute: false}};

  createRenderRoot() {
    return this;
  }

  render() {
    const {check, before, after} = this.plot;
    const known = Number.isFinite(before) && Number.isFinite(after) && before !== 0;
    const words = known
      ? `${quantity(check.series, before)} → ${quantity(check.series, after)} (${(after / before).toFixed(2)}×)`
      : 'not known';
    const wanted = check.role === 'PEER' ? `moved by less than ${check.atMost}×` : `wanted at most ${check.atMost}×`;
    return html`<figure class="plot">
      <figcaption>
        <span class="mono">${check.series}</span> <span class="quiet">of ${shortName(check.entity)}, ${ROLE_WORDS[check.role]}</span>
        <strong>${words}</strong> <span class="quiet">${wanted}</span>
      </figcaption>
      <hs-chart .option=${(color) => this.option(color)} .label="${check.series} of ${shortName(check.entity)}: ${words}"></hs-chart>
    </figure>`;
  }

  option(color) {
    const {check, before, after, timesMillis, values} = this.plot;
    const first = timesMillis[0] ?? this.begin;
    const last = timesMillis[timesMillis.length - 1] ?? this.effect;
    const level = (value, from, to, label) =>
      Number.isFinite(value) ? [[{xAxis: from, yAxis: value, name: label}, {xAxis: to, yAxis: value}]] : [];
    return {
      animation: false,
      grid: GRID,
      tooltip: {
        trigger: 'axis',
        formatter: ([point]) => `${clock(point.value[0])}<br>${quantity(check.series, point.value[1])}`,
      },
      xAxis: timeAxis(color, first, last, (value) => clock(value)),
      yAxis: valueAxis(color, {scale: check.role !== 'PEER', min: 0, axisLabel: {formatter: (value) => quantity(check.series, value)}}),
      series: [{
        type: 'line',
        data: timesMillis.map((time, i) => [time, values[i]]),
        showSymbol: timesMillis.length < 60,
        symbolSize: 4,
        lineStyle: {width: 1.8, color: color('--accent')},
        itemStyle: {color: color('--accent')},
        markLine: {
          symbol: 'none',
          silent: true,
          lineStyle: {color: color('--text'), type: 'dashed', width: 1},
          label: {show: false},
          data: [...level(before, first, this.begin, 'before'), ...level(after, this.effect, last, 'after')],
        },
        markArea: {
          silent: true,
          itemStyle: {color: color('--action')},
          label: {color: color('--quiet'), position: 'insideTop', fontSize: 11},
          data: [[{name: 'action', xAxis: this.begin}, {xAxis: Math.max(this.effect, this.begin + (last - first) * 0.004)}]],
        },
      }],
    };
  }
}

customElements.define('hs-verdict-plot', VerdictPlot);
