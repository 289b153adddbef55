// One component for each kind of panel.
import { applyNullInsertThreshold, getDisplayValueAlignmentFactors, getFieldDisplayName, reduceField } from '@grafana/data';
import { BarGauge, BigValue, TimeSeries, useTheme2, VizRepeater } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { rangeOf } from './fields.js';

const numbers = frame => frame.fields.filter(field => field.type === 'number');
const hasValue = field => field.values.some(value => value !== null && value !== undefined);

function Empty({ panel }) {
  return <div className="panel-empty" style={{ display: 'flex', height: '100%', alignItems: 'center', justifyContent: 'center', textAlign: 'center' }}>{panel.fieldConfig?.defaults?.noValue ?? 'No data'}</div>;
}

const hooked = new WeakMap();

/** Adds a hook to a chart once, before it is made. */
function addHook(builder, name, hook) {
  const names = hooked.get(builder) ?? new Set();
  if (names.has(name)) return;
  hooked.set(builder, names.add(name));
  builder.addHook(name, hook);
}

/** Colours the spans of annotations, behind the lines. */
function Events({ builder, events }) {
  addHook(builder, 'drawClear', chart => {
    const { ctx, bbox } = chart;
    for (const event of events) {
      const left = chart.valToPos(event.time, 'x', true);
      const right = event.timeEnd ? chart.valToPos(event.timeEnd, 'x', true) : left;
      ctx.save();
      ctx.fillStyle = event.color;
      ctx.globalAlpha = 0.35;
      ctx.fillRect(Math.max(bbox.left, left), bbox.top, Math.max(2, right - left), bbox.height);
      ctx.restore();
    }
  });
  return null;
}

export function TimeLines({ panel, frames, w, h, events }) {
  const shown = frames.filter(frame => frame.length > 0 && numbers(frame).some(hasValue));
  if (shown.length === 0) return <Empty panel={panel} />;
  const legend = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [], ...panel.options.legend };
  for (const frame of shown) for (const field of frame.fields) field.config.custom = { drawStyle: 'line', ...field.config.custom };
  const opened = shown.map(frame => applyNullInsertThreshold({ frame, refFieldPseudoMin: panel.fromMs, refFieldPseudoMax: panel.toMs }));
  return (
    <TimeSeries frames={opened} width={w} height={h} timeRange={rangeOf(panel)} timeZone="utc" legend={legend} options={{}} structureRev={1}>
      {builder => <Events builder={builder} events={events} />}
    </TimeSeries>
  );
}

/** Bars from high to low with a body from open to close. */
function CandleMarks({ builder, frame, colors }) {
  const theme = useTheme2();
  addHook(builder, 'draw', chart => {
    const [time, open, high, low, close] = ['Time', 'open', 'high', 'low', 'close'].map(name => frame.fields.find(field => (field.config.displayName ?? getFieldDisplayName(field, frame)) === name || field.name === name).values);
    const width = Math.max(1, Math.min(10, chart.bbox.width / time.length * 0.6));
    const y = value => chart.valToPos(value, chart.series[1].scale, true);
    for (let i = 0; i < time.length; i++) {
      if (open[i] === null || open[i] === undefined) continue;
      const x = chart.valToPos(time[i], 'x', true);
      chart.ctx.fillStyle = theme.visualization.getColorByName(close[i] >= open[i] ? colors.up : colors.down);
      chart.ctx.fillRect(x - 0.5, y(high[i]), 1, Math.max(1, y(low[i]) - y(high[i])));
      const [top, bottom] = [y(Math.max(open[i], close[i])), y(Math.min(open[i], close[i]))];
      chart.ctx.fillRect(x - width / 2, top, width, Math.max(1, bottom - top));
    }
  });
  return null;
}

export function Candles({ panel, frames, w, h, events }) {
  const shown = frames.filter(frame => frame.length > 0 && numbers(frame).some(hasValue));
  if (shown.length === 0) return <Empty panel={panel} />;
  const joined = { ...shown[0], fields: [shown[0].fields[0], ...shown.flatMap(numbers)] };
  const lines = { ...joined, fields: joined.fields.map((field, i) => i === 0 ? field : { ...field, config: { ...field.config, custom: { ...field.config.custom, drawStyle: 'line', lineWidth: 0, fillOpacity: 0, showPoints: 'never' } } }) };
  return (
    <TimeSeries frames={[lines]} width={w} height={h} timeRange={rangeOf(panel)} timeZone="utc" legend={{ displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] }} options={{}} structureRev={1}>
      {builder => <><Events builder={builder} events={events} /><CandleMarks builder={builder} frame={joined} colors={panel.options.colors} /></>}
    </TimeSeries>
  );
}

const reduced = (frames, calc) => () => frames.flatMap(frame => numbers(frame).map(field => {
  const display = field.display(reduceField({ field, reducers: [calc] })[calc]);
  display.title = getFieldDisplayName(field, frame, frames);
  return { display, field };
}));

export function Stat({ panel, frames, w, h }) {
  const theme = useTheme2();
  const { options } = panel;
  if (!frames.some(frame => numbers(frame).length > 0)) return <Empty panel={panel} />;
  return (
    <VizRepeater
      getValues={reduced(frames, options.reduceOptions.calcs[0])} getAlignmentFactors={getDisplayValueAlignmentFactors} width={w} height={h}
      source={frames} renderCounter={1} orientation={options.orientation} autoGrid itemSpacing={3}
      renderValue={({ value, alignmentFactors, width, height, count }) => (
        <BigValue
          value={value.display} count={count} colorMode={options.colorMode} graphMode={options.graphMode} justifyMode={options.justifyMode}
          textMode={options.textMode} width={width} height={height} theme={theme} alignmentFactors={alignmentFactors} wideLayout={options.wideLayout} />
      )} />
  );
}

export function Bars({ panel, frames, w, h }) {
  const theme = useTheme2();
  const { options } = panel;
  if (!frames.some(frame => numbers(frame).length > 0)) return <Empty panel={panel} />;
  return (
    <VizRepeater
      getValues={reduced(frames, options.reduceOptions.calcs[0])} getAlignmentFactors={getDisplayValueAlignmentFactors} width={w} height={h}
      source={frames} renderCounter={1} orientation={options.orientation} itemSpacing={8} minVizHeight={options.minVizHeight} minVizWidth={options.minVizWidth}
      renderValue={({ value, alignmentFactors, width, height, orientation }) => (
        <BarGauge
          value={value.display} width={width} height={height} orientation={orientation} field={value.field.config} display={value.field.display} theme={theme}
          itemSpacing={8} displayMode={options.displayMode} alignmentFactors={alignmentFactors} showUnfilled={options.showUnfilled}
          valueDisplayMode={options.valueMode} namePlacement={options.namePlacement} />
      )} />
  );
}

export function Tabular({ panel, frames, w, h }) {
  if (!frames[0]?.fields.length || frames[0].length === 0) return <Empty panel={panel} />;
  return (
    <TableNG
      data={frames[0]} width={w} height={h} showTypeIcons={false} initialSortBy={panel.options.sortBy} cellHeight={panel.options.cellHeight}
      enablePagination={false} structureRev={1} enableVirtualization={false} />
  );
}

export function Texts({ panel, w, h }) {
  return <div style={{ width: w, height: h, overflow: 'auto', whiteSpace: 'pre-wrap' }}>{panel.options.content}</div>;
}

/** From where to where each value holds; equal neighbours are one where the panel says so. */
function spans(time, values, panel, isMerged) {
  const found = [];
  for (let i = 0; i < time.length; i++) {
    if (values[i] === null || values[i] === undefined) continue;
    const end = Math.min(time[i + 1] ?? time[i] + panel.stepMs, panel.toMs);
    const last = found.at(-1);
    if (isMerged && last?.value === values[i] && last.end === time[i]) last.end = end;
    else found.push({ start: time[i], value: values[i], end });
  }
  return found;
}

/** The core of Grafana draws these and does not publish how; its limit for status histories is kept. */
export function States({ panel, frames, w, h }) {
  const rows = frames.filter(frame => frame.length > 0 && numbers(frame).some(hasValue));
  if (rows.length === 0) return <Empty panel={panel} />;
  const isHistory = panel.type === 'status-history';
  if (isHistory && rows[0].length > w / 2) return <div className="panel-limit">Too many points to visualize properly ({rows[0].length} points received)</div>;
  const nameWidth = Math.min(200, w * 0.3);
  const rowHeight = (h - 20) / rows.length;
  const x = time => nameWidth + (time - panel.fromMs) / (panel.toMs - panel.fromMs) * (w - nameWidth);
  return (
    <div style={{ position: 'relative', width: w, height: h, overflow: 'hidden', fontSize: 12 }}>
      {rows.map((frame, row) => {
        const [time, field] = [frame.fields[0].values, numbers(frame)[0]];
        return (
          <div key={row} style={{ position: 'absolute', top: row * rowHeight, height: rowHeight, width: w }}>
            <div style={{ position: 'absolute', width: nameWidth - 8, textAlign: 'right', lineHeight: `${rowHeight}px`, whiteSpace: 'nowrap', overflow: 'hidden' }}>{getFieldDisplayName(field, frame, rows)}</div>
            {spans(time, field.values, panel, panel.options.mergeValues).map(({ start, value, end }, i) => {
              const left = Math.max(nameWidth, x(start));
              return <div key={i} style={{ position: 'absolute', left, width: Math.max(0.5, x(end) - left - (isHistory ? 1 : 0)), top: rowHeight * 0.08, height: rowHeight * 0.84, background: field.display(value).color }} />;
            })}
          </div>
        );
      })}
      <div style={{ position: 'absolute', bottom: 0, left: nameWidth }}>{new Date(panel.fromMs).toISOString().slice(5, 16)}</div>
      <div style={{ position: 'absolute', bottom: 0, right: 0 }}>{new Date(panel.toMs).toISOString().slice(5, 16)}</div>
    </div>
  );
}
