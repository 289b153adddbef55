// Runs everything that a dashboard asks, as Grafana does when it opens.
import { durationMs, eventsOf, framesOf, intervalMs, momentMs, openVariables, replaceVariables, statementOf } from './grafana.js';
import { expressionOf, framesOfMatrix } from './prometheus.js';

const leastMs = 10_000;

/** The same for a dashboard that asks a Prometheus: ask takes an expression, a span and a step. */
export async function loadMetricsDashboard(dashboard, ask, { nowMs, width }) {
  const toMs = momentMs(dashboard.time.to, nowMs);
  const fromMs = momentMs(dashboard.time.from, nowMs);
  const panels = [];
  for (const panel of dashboard.panels) {
    const points = Math.max(1, Math.floor(width < 769 ? width : width * panel.gridPos.w / 24));
    const stepMs = intervalMs(toMs - fromMs, points, durationMs(panel.interval));
    const began = performance.now();
    const frames = [];
    for (const target of panel.targets) {
      const expression = expressionOf(target.expr, stepMs);
      frames.push(...framesOfMatrix(await ask(expression, { fromMs, toMs, stepMs }), target));
    }
    panels.push({ ...panel, frames, fromMs, toMs, stepMs, points, tookMs: performance.now() - began });
  }
  return { title: dashboard.title, panels, events: [], variables: [], fromMs, toMs };
}

/**
 * All that a page needs to draw a dashboard at a width, and how long each panel's queries took. zoomed takes the place of the
 * dashboard's span as somebody chooses it in a chart; Grafana then passes over the span that a panel has of its own.
 */
export async function loadDashboard(dashboard, ask, { nowMs, width, chosen, from, zoomed }) {
  const toMs = zoomed?.toMs ?? momentMs(dashboard.time.to, nowMs);
  const fromMs = zoomed?.fromMs ?? momentMs(from ?? dashboard.time.from, nowMs);
  const variables = await openVariables(dashboard, ask, { fromMs, toMs }, chosen);
  const panels = [];
  for (const panel of dashboard.panels.filter(one => one.type !== 'row')) {
    const startMs = panel.timeFrom && !zoomed ? toMs - durationMs(panel.timeFrom) : fromMs;
    const points = panel.maxDataPoints ?? Math.max(1, Math.floor(width < 769 ? width : width * panel.gridPos.w / 24));
    const stepMs = intervalMs(toMs - startMs, points, panel.interval ? durationMs(panel.interval) : leastMs);
    const began = performance.now();
    const frames = [];
    for (const target of panel.targets) {
      if (target.hide) continue;
      const statement = statementOf(target.query, variables, { fromMs: startMs, toMs, stepMs });
      const alias = target.alias === undefined ? undefined : replaceVariables(target.alias, variables);
      frames.push(...framesOf(await ask(statement), { ...target, alias }));
    }
    panels.push({ ...panel, title: replaceVariables(panel.title, variables), frames, fromMs: startMs, toMs, stepMs, points, tookMs: performance.now() - began });
  }

  const events = [];
  for (const annotation of dashboard.annotations.list) {
    const statement = statementOf(annotation.target.query, variables, { fromMs, toMs, stepMs: 60_000 });
    events.push(...eventsOf(await ask(statement), annotation.target).map(event => ({ ...event, color: annotation.iconColor })));
  }

  const shown = dashboard.templating.list.filter(one => one.type !== 'datasource' && one.hide !== 2)
    .map(one => ({ label: one.label ?? one.name, text: [variables[one.name].text].flat().join(' + ') }));
  return { title: dashboard.title, panels, events, variables: shown, fromMs, toMs };
}
