// What Grafana does between an expression of PromQL and the frames that a panel gets, by its documentation of the Prometheus data
// source.

// The data source's own setting, where nobody has changed it.
const scrapeMs = 15_000;

const units = [['h', 3_600_000], ['m', 60_000], ['s', 1_000]];

function durationText(ms) {
  let rest = ms;
  return units.map(([unit, length]) => {
    const whole = Math.floor(rest / length);
    rest -= whole * length;
    return whole > 0 ? `${whole}${unit}` : '';
  }).join('');
}

/** The expression as the server gets it. */
export function expressionOf(text, stepMs) {
  return text.replaceAll('$__rate_interval', durationText(Math.max(stepMs + scrapeMs, 4 * scrapeMs)));
}

/** The frames that an answer over a span becomes. */
export function framesOfMatrix(answer, target) {
  return answer.data.result.map(({ metric, values }) => {
    const name = target.legendFormat.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => metric[label] ?? '');
    return {
      refId: target.refId,
      name,
      fields: [
        { name: 'Time', type: 'time', values: values.map(([seconds]) => seconds * 1_000) },
        { name: 'Value', displayNameFromDS: name, labels: metric, type: 'number', values: values.map(([, value]) => Number(value)) },
      ],
    };
  });
}
