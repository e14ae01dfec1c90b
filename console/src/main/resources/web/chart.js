// A chart that keeps its size and its colours: {option} makes what ECharts draws of a function from a colour's name to the colour.

import {LitElement, html} from 'lit';
import * as echarts from 'echarts';

class Chart extends LitElement {
  static properties = {option: {attribute: false}, label: {attribute: false}};

  createRenderRoot() {
    return this;
  }

  render() {
    return html`<div class="chart" role="img" aria-label=${this.label}></div>`;
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
    const css = getComputedStyle(document.documentElement);
    this.chart.setOption(this.option((name) => css.getPropertyValue(name).trim()), true);
  }
}

customElements.define('hs-chart', Chart);

/** A time axis from one time to another. */
export function timeAxis(color, from, to, format) {
  return {
    type: 'time', min: from, max: to, splitNumber: 4,
    axisLabel: {color: color('--quiet'), formatter: format, hideOverlap: true},
    axisLine: {lineStyle: {color: color('--line')}},
  };
}

/** An axis of values. */
export function valueAxis(color, more) {
  return {
    type: 'value', splitNumber: 3, splitLine: {lineStyle: {color: color('--line')}},
    ...more,
    axisLabel: {color: color('--quiet'), ...more?.axisLabel},
  };
}

export const GRID = {left: 8, right: 30, top: 14, bottom: 4, containLabel: true};
