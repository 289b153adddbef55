// The rules by which variables and macros are expanded, on Grafana's own examples.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { eventsOf, framesOf, intervalMs, intervalText, replaceVariables, statementOf, typedValue } from './grafana.js';
import { expressionOf, framesOfMatrix } from './prometheus.js';

const asset = { name: 'asset', multi: false, allValue: '.*', text: 'All', value: '$__all', options: ['BTC', 'ETH'] };
const venue = { name: 'venue', multi: true, text: ['gate.io', 'okx'], value: ['gate.io', 'okx'], options: [] };

it('writes a custom value for all as it is, and its text where the text is asked for', () => {
  assert.equal(replaceVariables('/^$asset$/ /(?i)^${asset:text}$/', { asset }), '/^.*$/ /(?i)^All$/');
  assert.equal(replaceVariables('/^$asset$/', { asset: { ...asset, allValue: undefined } }), '/^(BTC|ETH)$/');
});

it('joins several values to a pattern and takes each letter as it is', () => {
  assert.equal(replaceVariables('/^$venue$/', { venue }), '/^(gate\\.io|okx)$/');
  assert.equal(replaceVariables('${venue:text}', { venue }), 'gate.io + okx');
  assert.equal(replaceVariables('/^$venue$/', { venue: { ...venue, value: ['okx'] } }), '/^okx$/');
});

it('leaves a single value alone outside of patterns', () => {
  const window = { name: 'window', text: '24h', value: '24h' };
  assert.equal(replaceVariables(`"window" = '$window' [[window]] $tag_venue`, { window }), `"window" = '24h' 24h $tag_venue`);
});

it('expands the span and the interval', () => {
  const text = statementOf('$timeFilter time($__interval) $__interval_ms $__range $__range_ms', {}, { fromMs: 1_000, toMs: 61_000, stepMs: 60_000 });
  assert.equal(text, 'time >= 1000ms and time <= 61000ms time(1m) 60000 60s 60000');
});

it('rounds the interval and keeps the least', () => {
  assert.equal(intervalMs(86_400_000, 2_000, 10_000), 30_000);
  assert.equal(intervalMs(86_400_000, 1_920, 60_000), 60_000);
  assert.equal(intervalMs(604_800_000, 150, 1_800_000), 3_600_000);
  assert.deepEqual([90_000, 600_000, 7_200_000, 86_400_000].map(intervalText), ['90s', '10m', '2h', '1d']);
});

it('names series by their alias and finds the columns of an annotation by measurement and field', () => {
  const answer = { results: [{ series: [{ name: 'cascade', columns: ['time', 'title', 'end_time'], values: [[1, 'BTC', 5], [2, 'ETH', null]] }] }] };
  assert.deepEqual(eventsOf(answer, { titleColumn: 'cascade.title', timeEndColumn: 'cascade.end_time' }).map(({ time, timeEnd, title }) => ({ time, timeEnd, title })), [{ time: 1, timeEnd: 5, title: 'BTC' }]);
  assert.equal(eventsOf(answer, { timeEndColumn: 'end_time' })[0].timeEnd, undefined);
  const series = { results: [{ series: [{ name: 'm', tags: { venue: 'okx' }, columns: ['time', 'last'], values: [[1, 2]] }] }] };
  assert.deepEqual(['$tag_venue: $col', undefined].map(alias => framesOf(series, { refId: 'A', alias })[0].name), ['okx: last', 'm.last { venue: okx }']);
});

it('takes what is typed into a box of choices for the entry that has it in its label, else as it is', () => {
  const box = { name: 'least', allowCustomValue: true, options: [{ text: 'any', value: '0' }, { text: '10k (1e4)', value: '10000' }] };
  assert.deepEqual(['1e4', '10K', 'an', '25 * 3'].map(typed => typedValue(box, typed).value), ['10000', '10000', '0', '25 * 3']);
  assert.throws(() => typedValue({ ...box, allowCustomValue: false }, '25'));
});

it('expands the interval of rates: four times the scrape interval at least, and one more than the step', () => {
  assert.equal(expressionOf('rate(a[$__rate_interval])', 60_000), 'rate(a[1m15s])');
  assert.equal(expressionOf('rate(a[$__rate_interval])', 15_000), 'rate(a[1m])');
  assert.equal(expressionOf('rate(a[$__rate_interval])', 3_600_000), 'rate(a[1h15s])');
});

it('names the series of a Prometheus by the labels of the legend', () => {
  const answer = { data: { result: [{ metric: { __name__: 'a', instance: 'one:1', venue: 'okx' }, values: [[1, '2.5'], [2, 'NaN']] }] } };
  const [frame] = framesOfMatrix(answer, { refId: 'A', legendFormat: '{{instance}}: {{venue}}{{none}}' });
  assert.equal(frame.name, 'one:1: okx');
  assert.deepEqual(frame.fields.map(field => field.values), [[1_000, 2_000], [2.5, NaN]]);
});
