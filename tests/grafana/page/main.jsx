// Draws a dashboard with Grafana's own packages and says what can be seen. Only the panels that Grafana does not publish (state
// timelines, status histories, candles) are drawn by hand, with Grafana's limits.
import { createTheme, getFieldDisplayName, rangeUtil } from '@grafana/data';
import { GlobalStyles, PanelChrome, PortalContainer, ThemeContext } from '@grafana/ui';
import { Component } from 'react';
import { createRoot } from 'react-dom/client';
import { prepare } from './fields.js';
import { Bars, Candles, Stat, States, Tabular, Texts, TimeLines } from './panels.jsx';

const cellHeight = 38;
const gap = 8;
const barHeight = 48;
const stackedBelow = 769;

const kinds = {
  timeseries: TimeLines, stat: Stat, bargauge: Bars, table: Tabular, candlestick: Candles, 'state-timeline': States,
  'status-history': States, text: Texts,
};

class Fence extends Component {
  state = {};
  static getDerivedStateFromError(error) { return { error }; }
  render() { return this.state.error ? <pre className="panel-error">{String(this.state.error.stack)}</pre> : this.props.children; }
}

function Panel({ panel, frames, width, height, events }) {
  const Kind = kinds[panel.type];
  if (!Kind) throw new Error(`${panel.title}: a panel of the kind ${panel.type} cannot be drawn`);
  return (
    <PanelChrome title={panel.title} description={panel.description} width={width} height={height} hoverHeader={false}>
      {(w, h) => <Fence><div className="panel-inside" style={{ width: w, height: h }}><Kind panel={panel} frames={frames} w={w} h={h} events={events} /></div></Fence>}
    </PanelChrome>
  );
}

function Dashboard({ data, prepared, width }) {
  const isStacked = width < stackedBelow;
  const cell = (width - gap) / 24;
  let stackedTop = 0;
  let bottom = 0;
  const panels = [...data.panels].sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x).map(panel => {
    const at = panel.gridPos;
    const height = at.h * cellHeight - gap;
    const box = isStacked
      ? { left: gap, top: stackedTop, width: width - 2 * gap, height }
      : { left: gap + at.x * cell, top: at.y * cellHeight, width: at.w * cell - gap, height };
    stackedTop += height + gap;
    bottom = Math.max(bottom, box.top + height);
    return (
      <div key={panel.id} data-panel={panel.id} style={{ position: 'absolute', ...box, top: box.top + barHeight }}>
        <Panel panel={panel} frames={prepared.get(panel.id)} width={box.width} height={height} events={data.events} />
      </div>
    );
  });
  return (
    <div style={{ position: 'relative', height: bottom + barHeight + gap, width }}>
      <div style={{ height: barHeight, padding: '0 8px', display: 'flex', gap: 16, alignItems: 'center', overflow: 'hidden', whiteSpace: 'nowrap' }}>
        <b style={{ fontSize: 18 }}>{data.title}</b>
        {data.variables.map(one => <span key={one.label}>{one.label}: {one.text}</span>)}
        <span>{new Date(data.fromMs).toISOString().slice(0, 16)} to {new Date(data.toMs).toISOString().slice(0, 16)} UTC</span>
      </div>
      {panels}
    </div>
  );
}

const frame = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 0)));

/** Of a cell of a table: whether its text is cut. */
const isCut = cell => cell.scrollWidth > cell.clientWidth + 1;

function seen(panel, frames) {
  const box = document.querySelector(`[data-panel="${panel.id}"]`);
  const grid = box.querySelector('[role="grid"]');
  const cells = [...box.querySelectorAll('[role="gridcell"], [role="columnheader"]')];
  const inside = box.querySelector('.panel-inside')?.getBoundingClientRect();
  const texts = [...box.querySelectorAll('.panel-inside *')].filter(node => node.childElementCount === 0 && node.textContent.trim() !== '');
  return {
    id: panel.id,
    title: panel.title,
    type: panel.type,
    width: inside?.width ?? 0,
    error: box.querySelector('.panel-error')?.textContent ?? null,
    isEmpty: box.querySelector('.panel-empty') !== null,
    limit: box.querySelector('.panel-limit')?.textContent ?? null,
    // The box of every series that is drawn.
    series: frames.reduce((sum, one) => sum + one.fields.filter(field => field.type === 'number').length, 0),
    points: Math.max(0, ...frames.map(one => one.length)),
    texts: texts.map(node => node.textContent.trim()),
    outside: texts.filter(node => {
      const at = node.getBoundingClientRect();
      return inside && at.width > 0 && !grid && (at.right > inside.right + 2 || at.left < inside.left - 2 || at.top > inside.bottom + 1);
    }).map(node => node.textContent.trim()),
    scrollsSideways: grid ? grid.scrollWidth > grid.clientWidth + 1 : false,
    cut: cells.filter(isCut).map(cell => cell.textContent.trim()),
    // How long each bar takes to grow to its length.
    bars: [...box.querySelectorAll('[data-testid="data-testid Bar gauge value"]')].map(node => getComputedStyle(node.parentElement.lastElementChild).transitionDuration),
    columns: frames[0]?.fields.filter(field => !field.config.custom?.hideFrom?.viz && !field.config.custom?.hidden).length ?? 0,
    rows: frames[0]?.length ?? 0,
    fields: frames.flatMap(one => one.fields.map(field => ({ field, one }))).filter(({ field }) => field.type === 'number').map(({ field, one }) => {
      const value = [...field.values].reverse().find(number => number !== null && number !== undefined);
      const shown = value === undefined ? null : field.display(value);
      return { name: getFieldDisplayName(field, one, frames), unit: field.config.unit ?? null, decimals: field.config.decimals ?? null, value, text: shown && `${shown.prefix ?? ''}${shown.text}${shown.suffix ?? ''}` };
    }),
  };
}

window.drawDashboard = async (data, width) => {
  const theme = createTheme({ colors: { mode: 'dark' } });
  document.body.style.cssText = `margin:0;width:${width}px;background:${theme.colors.background.canvas};color:${theme.colors.text.primary};`
    + 'font-family:Inter,"DejaVu Sans",Helvetica,Arial,sans-serif;font-size:14px';
  const prepared = new Map();
  for (const panel of data.panels) prepared.set(panel.id, await prepare(panel, panel.frames, theme));
  createRoot(document.getElementById('root')).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles /><PortalContainer />
      <Dashboard data={data} prepared={prepared} width={width} />
    </ThemeContext.Provider>);
  // Charts are measured, then drawn, then given their legends.
  for (let i = 0; i < 12; i++) await frame();
  await new Promise(resolve => setTimeout(resolve, 400));
  return data.panels.map(panel => seen(panel, prepared.get(panel.id)));
};

/** Grafana's own rounding of an interval, to hold ours against. */
window.roundInterval = ms => rangeUtil.roundInterval(ms);
