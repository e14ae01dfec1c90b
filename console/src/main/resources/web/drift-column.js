// A column beside its reference: both histograms, measures, distances, and effect and probability over time with their bounds.

import {LitElement, html} from 'lit';
import * as echarts from 'echarts';
import {GRID, timeAxis, valueAxis} from '/web/chart.js';
import {clock, day, dateTime, number, percent} from '/web/format.js';

const WORDS = {
  missing: 'without a value',
  other_type: 'of another type',
  repeats: 'rows that repeat another',
  distinct: 'different values, about',
  least: 'least',
  p10: '10% are at most',
  p50: '50% are at most',
  p90: '90% are at most',
  greatest: 'greatest',
  psi: 'population stability index (PSI)',
  jensen_shannon: 'Jensen–Shannon divergence',
  hellinger: 'Hellinger distance',
  l_infinity: 'L∞ (greatest change of one bar)',
  kolmogorov_smirnov: 'Kolmogorov–Smirnov distance',
};
const SHARES = ['missing', 'other_type', 'repeats'];
const DAY = 86_400_000;
const LEAST_P = 1e-30; // below it, a probability is drawn as if it were this

class DriftColumn extends LitElement {
  static properties = {column: {attribute: false}, judged: {attribute: false}, windows: {attribute: false}};

  createRenderRoot() {
    return this;
  }

  render() {
    const {column} = this;
    return html`<section>
      <h2><span class="mono">${column.name}</span> <span class="quiet">${column.unknown || (column.drifted ? column.how : 'as usual')}</span></h2>
      ${column.bars.length ? html`<figure class="plot"><figcaption>Share of the values <span class="quiet">reference beside window</span></figcaption>
        <hs-chart .option=${(color) => this.histogram(color)} .label="Histogram of ${column.name}: reference beside window"></hs-chart></figure>` : ''}
      <figure class="plot"><figcaption>Rows elsewhere, window by window <span class="quiet">bound ${percent(this.judged.leastEffect)}</span></figcaption>
        <hs-chart .option=${(color) => this.effects(color)} .label="Effect over time of ${column.name}"></hs-chart></figure>
      <figure class="plot"><figcaption>How often chance gives as much <span class="quiet">with the critical value of each look</span></figcaption>
        <hs-chart .option=${(color) => this.probabilities(color)} .label="Probability over time of ${column.name}"></hs-chart></figure>
      ${this.renderMeasures()}
    </section>`;
  }

  renderMeasures() {
    const show = (name, value) => (SHARES.includes(name) ? percent(value) : number(name === 'distinct' ? Math.round(value) : value));
    return html`<table class="gates">
      <thead><tr><th scope="col">measure</th><th scope="col">reference</th><th scope="col">window</th></tr></thead>
      <tbody>${this.column.measures.map((it) => html`<tr><th scope="row">${WORDS[it.name] ?? it.name}</th>
        <td>${show(it.name, it.before)}</td><td>${show(it.name, it.after)}</td></tr>`)}
      ${this.column.distances.map((it) => html`<tr><th scope="row">${WORDS[it.name] ?? it.name}</th><td></td><td>${number(it.value)}</td></tr>`)}</tbody>
    </table>`;
  }

  histogram(color) {
    const {bars} = this.column;
    const name = (bar) => bar.name || (bar.above === bar.upTo ? number(bar.upTo) : `${number(bar.above)} – ${number(bar.upTo)}`);
    const series = (title, part, paint) => ({
      name: title, type: 'bar', barGap: '0%', barCategoryGap: '18%', itemStyle: {color: paint}, data: bars.map(part),
    });
    return {
      animation: false,
      grid: {...GRID, top: 30},
      legend: {top: 0, textStyle: {color: color('--quiet')}},
      tooltip: {trigger: 'axis', valueFormatter: percent},
      xAxis: {
        type: 'category', data: bars.map(name),
        axisLabel: {color: color('--quiet'), hideOverlap: true, width: 90, overflow: 'truncate'},
        axisLine: {lineStyle: {color: color('--line')}},
      },
      yAxis: valueAxis(color, {min: 0, max: ({max}) => (max > 0.8 ? 1 : null), axisLabel: {formatter: percent}}),
      series: [series('reference', (bar) => bar.before, color('--quiet')), series('window', (bar) => bar.after, color('--accent'))],
    };
  }

  /** The windows in which the column was judged. */
  points(value) {
    return this.windows.map((window) => {
      const column = window.columns.find((it) => it.name === this.column.name);
      return [window.untilMillis, column ? value(column) : null];
    });
  }

  /** ECharts takes it for HTML. */
  tip(points, format) {
    return points
      .map((it) => echarts.format.encodeHTML(`${it.seriesName} ${it.value[1] === null ? 'not judged' : format(it.value[1])}`))
      .concat(dateTime(points[0].value[0]))
      .join('<br>');
  }

  overTime(color, data, bound, axis, format) {
    const first = this.windows[0].fromMillis;
    const last = this.windows.at(-1).untilMillis;
    return {
      animation: false,
      grid: GRID,
      tooltip: {trigger: 'axis', formatter: (points) => this.tip(points, format)},
      xAxis: timeAxis(color, first, last, last - first > DAY ? day : clock),
      yAxis: axis,
      series: [
        {name: this.column.name, type: 'line', data, showSymbol: true, symbolSize: 5, lineStyle: {width: 1.8, color: color('--accent')}, itemStyle: {color: color('--accent')}},
        {name: 'bound', type: 'line', step: 'end', data: bound, showSymbol: false, lineStyle: {width: 1, type: 'dashed', color: color('--critical')}, itemStyle: {color: color('--critical')}},
      ],
    };
  }

  effects(color) {
    const bound = this.windows.map((window) => [window.untilMillis, this.judged.leastEffect]);
    return this.overTime(color, this.points((it) => it.effect), bound, valueAxis(color, {min: 0, max: 1, axisLabel: {formatter: percent}}), percent);
  }

  probabilities(color) {
    const drawn = (value) => Math.max(LEAST_P, value);
    const bound = this.windows.map((window) => [window.untilMillis, window.critical ? drawn(window.critical) : null]);
    const axis = valueAxis(color, {type: 'log', max: 1, axisLabel: {formatter: (value) => (value === 1 ? '1' : value.toExponential(0))}});
    return this.overTime(color, this.points((it) => drawn(it.pValue)), bound, axis, (value) => number(value));
  }
}

customElements.define('hs-drift-column', DriftColumn);
