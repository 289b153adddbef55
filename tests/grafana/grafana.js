// What Grafana does between a dashboard's JSON and the frames that its panels get, by its documentation and, where that is
// silent, as its InfluxQL data source does it.

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of a duration such as 10s, 5m, 24h. */
export function durationMs(text) {
  const [, number, unit] = /^(\d+)(ms|[smhdw])$/.exec(text) ?? [];
  if (!unit) throw new Error(`${text} is no duration`);
  return Number(number) * unitMs[unit];
}

/** Milliseconds since 1970 of a moment relative to now, such as now or now-24h. */
export function momentMs(text, nowMs) {
  if (text === 'now') return nowMs;
  if (!text.startsWith('now-')) throw new Error(`${text} is no moment that a dashboard here uses`);
  return nowMs - durationMs(text.slice(4));
}

const steps = [
  [10, 1], [15, 10], [35, 20], [75, 50], [150, 100], [350, 200], [750, 500], [1_500, 1_000], [3_500, 2_000], [7_500, 5_000],
  [12_500, 10_000], [17_500, 15_000], [25_000, 20_000], [45_000, 30_000], [90_000, 60_000], [210_000, 120_000],
  [450_000, 300_000], [750_000, 600_000], [1_050_000, 900_000], [1_500_000, 1_200_000], [2_700_000, 1_800_000],
  [5_400_000, 3_600_000], [9_000_000, 7_200_000], [16_200_000, 10_800_000], [32_400_000, 21_600_000],
  [86_400_000, 43_200_000], [604_800_000, 86_400_000], [1_814_400_000, 604_800_000], [3_628_800_000, 2_592_000_000],
];

/** The distance of two points: the span by the panel's points, rounded, and never below the least. */
export function intervalMs(spanMs, points, leastMs) {
  const rounded = steps.find(([limit]) => spanMs / points < limit)?.[1] ?? 31_536_000_000;
  return Math.max(rounded, leastMs);
}

/** As InfluxQL writes it. */
export function intervalText(ms) {
  for (const unit of ['w', 'd', 'h', 'm', 's']) if (ms % unitMs[unit] === 0) return `${ms / unitMs[unit]}${unit}`;
  return `${ms}ms`;
}

const escaped = value => value.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&');

/** A variable's value within a statement. */
function formatted(variable, format, statement) {
  const { value, text } = variable;
  const list = Array.isArray(value) ? value : [value];
  const isAll = list.length === 1 && list[0] === '$__all';
  if (format === 'text') return Array.isArray(text) ? text.join(' + ') : text;
  // A custom value for all is written as it is.
  if (isAll && variable.allValue) return variable.allValue;
  const values = isAll ? variable.options : list;
  if (format === 'raw') return values.join(',');
  if (format === 'regex' || variable.multi || usedInPattern(variable.name, statement))
    return values.length === 1 ? escaped(values[0]) : `(${values.map(escaped).join('|')})`;
  return values.join(',');
}

const usedInPattern = (name, statement) => new RegExp(`\\/(?:\\^)?(.*)(\\$${name}|\\$\\{${name}[:}])(.*)(?:\\$)?\\/`).test(statement);

/** Puts variables into a text; names that are none, such as $tag_venue or $timeFilter, stay. */
export function replaceVariables(text, variables) {
  return text.replace(/\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/g, (match, a, b, formatB, c, _path, formatC) => {
    const variable = variables[a ?? b ?? c];
    return variable === undefined ? match : formatted(variable, formatB ?? formatC, text);
  });
}

/** The statement as InfluxDB gets it. */
export function statementOf(query, variables, { fromMs, toMs, stepMs }) {
  const built = {
    __interval: intervalText(stepMs), __interval_ms: String(stepMs), __from: String(fromMs), __to: String(toMs),
    __range: `${Math.round((toMs - fromMs) / 1_000)}s`, __range_s: String(Math.round((toMs - fromMs) / 1_000)), __range_ms: String(toMs - fromMs),
  };
  const all = { ...variables };
  for (const [name, value] of Object.entries(built)) all[name] = { name, value, text: value };
  return replaceVariables(query, all).replaceAll('$timeFilter', `time >= ${fromMs}ms and time <= ${toMs}ms`);
}

/** The frames that InfluxDB's answer becomes, as plain data. */
export function framesOf(answer, target) {
  const series = answer.results.flatMap(result => result.series ?? []);
  if (series.length === 0) return [];
  return target.resultFormat === 'table' ? [tableOf(series, target)] : series.flatMap(one => seriesOf(one, target));
}

function tableOf(series, target) {
  const [first] = series;
  const rows = series.flatMap(one => one.values.map(values => ({ values, tags: one.tags ?? {} })));
  const start = first.columns[0] === 'time'
    ? { name: 'Time', type: 'time', values: rows.map(row => row.values[0]) }
    : { name: first.columns[0], type: 'string', values: rows.map(row => row.values[0]) };
  const tags = Object.keys(first.tags ?? {}).map(tag => ({ name: tag, displayNameFromDS: tag, type: 'string', values: rows.map(row => row.tags[tag]) }));
  const columns = first.columns.slice(1).map((name, i) => {
    const values = rows.map(row => row.values[i + 1]);
    return { name, displayNameFromDS: name, type: values.some(value => typeof value === 'string') ? 'string' : 'number', values };
  });
  return { refId: target.refId, name: first.name, fields: [start, ...tags, ...columns] };
}

function seriesOf(series, target) {
  return series.columns.slice(1).map((column, i) => {
    const name = nameOf(series, column, target.alias);
    const values = series.values.map(row => row[i + 1]);
    return {
      refId: target.refId,
      name,
      fields: [
        { name: 'Time', type: 'time', values: series.values.map(row => row[0]) },
        { name: 'Value', displayNameFromDS: name, labels: series.tags ?? {}, type: values.some(value => typeof value === 'string') ? 'string' : 'number', values },
      ],
    };
  });
}

function nameOf(series, column, alias) {
  if (alias) {
    return alias.replace(/\$(\s*)(\w+)|\[\[([\s\S]+?)\]\]/g, (match, _space, plain, bracketed) => {
      const name = plain ?? bracketed;
      if (name === 'm' || name === 'measurement') return series.name;
      if (name === 'col') return column;
      return name.startsWith('tag_') ? series.tags?.[name.slice(4)] ?? match : match;
    });
  }

  const tags = Object.entries(series.tags ?? {}).map(([key, value]) => `${key}: ${value}`);
  return `${series.name}.${column}${tags.length ? ` { ${tags.join(', ')} }` : ''}`;
}

/** Events of an annotation: its columns are found by the names of the frames, as the data source finds them. */
export function eventsOf(answer, target) {
  const frames = framesOf(answer, { refId: 'metricFindQuery' });
  if (frames.length === 0) return [];
  const is = (name, wanted) => wanted !== undefined && wanted !== '' && name === wanted;
  const end = frames.find(frame => is(frame.name, target.timeEndColumn));
  const title = frames.find(frame => is(frame.name, target.titleColumn));
  const text = frames.find(frame => target.textColumn && frame.name.includes(target.textColumn));
  return frames[0].fields[0].values
    .map((time, i) => ({ time, timeEnd: end?.fields[1].values[i], title: title?.fields[1].values[i], text: text?.fields[1].values[i], row: frames.map(frame => frame.fields[1].values[i]) }))
    // A row with a value missing is dropped.
    .filter(event => event.row.every(value => value !== null));
}

/**
 * The variables of a dashboard as it opens, filled by their own queries over the shown span. One whose value is in none of its
 * options takes the first.
 */
export async function openVariables(dashboard, ask, span, chosen = {}) {
  const variables = {};
  for (const one of dashboard.templating.list) {
    if (one.type === 'datasource') continue;
    const { text, value } = chosen[one.name] ?? one.current;
    const variable = { name: one.name, multi: one.multi === true, allValue: one.allValue, text, value, options: [] };
    if (one.type === 'query') {
      const answer = await ask(statementOf(one.query, variables, { ...span, stepMs: 60_000 }));
      variable.options = [...new Set(answer.results.flatMap(result => result.series ?? []).flatMap(series => series.values.map(row => row[1] ?? row[0])))].sort();
      if (variable.options.length === 0) throw new Error(`${dashboard.title}: the variable ${one.name} lists nothing`);
      if (!one.includeAll && !variable.options.includes(value)) variable.text = variable.value = variable.options[0];
    }
    variables[one.name] = variable;
  }
  return variables;
}

/**
 * What a box of choices makes of a text that somebody types: the first entry that has it in its label, else the text itself where
 * the box takes such values.
 */
export function typedValue(variable, typed) {
  const entry = variable.options.find(option => option.text.toLowerCase().includes(typed.toLowerCase()));
  if (entry) return { text: entry.text, value: entry.value };
  if (variable.allowCustomValue === false) throw new Error(`${variable.name} takes no ${typed}`);
  return { text: typed, value: typed };
}
