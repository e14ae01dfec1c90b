// One judged series: the points, the means before and after, the moment of the effect.

import {LitElement, html} from 'lit';
import * as echarts from 'echarts';
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
      <div class="chart" role="img" aria-label="${check.series} of ${shortName(check.entity)}: ${words}"></div>
    </figure>`;
  }

  updated() {
    const element = this.querySelector('.chart');
    if (!this.chart) {
      this.chart = echarts.init(element, null, {renderer: 'canvas'});
      this.resize = new ResizeObserver(() => this.chart?.resize());
      this.resize.observe(element);
      this.scheme = matchMedia('(prefers-color-scheme: dark)');
      this.onScheme = () => this.draw();
      this.scheme.addEventListener('change', this.onScheme);
    }
    this.draw();
  }

  disconnectedCallback() {
    this.resize?.disconnect();
    this.scheme?.removeEventListener('change', this.onScheme);
    this.chart?.dispose();
    this.chart = null;
    super.disconnectedCallback();
  }

  draw() {
    const {check, before, after, timesMillis, values} = this.plot;
    const css = getComputedStyle(document.documentElement);
    const color = (name) => css.getPropertyValue(name).trim();
    const first = timesMillis[0] ?? this.begin;
    const last = timesMillis[timesMillis.length - 1] ?? this.effect;
    const level = (value, from, to, label) =>
      Number.isFinite(value) ? [[{xAxis: from, yAxis: value, name: label}, {xAxis: to, yAxis: value}]] : [];
    this.chart.setOption({
      animation: false,
      grid: {left: 8, right: 30, top: 14, bottom: 4, containLabel: true},
      tooltip: {
        trigger: 'axis',
        formatter: ([point]) => `${clock(point.value[0])}<br>${quantity(check.series, point.value[1])}`,
      },
      xAxis: {type: 'time', min: first, max: last, axisLabel: {color: color('--quiet'), formatter: (value) => clock(value), hideOverlap: true}, axisLine: {lineStyle: {color: color('--line')}}, splitNumber: 4},
      yAxis: {type: 'value', scale: check.role !== 'PEER', min: 0, axisLabel: {color: color('--quiet'), formatter: (value) => quantity(check.series, value)}, splitLine: {lineStyle: {color: color('--line')}}, splitNumber: 3},
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
    }, true);
  }
}

customElements.define('hs-verdict-plot', VerdictPlot);
