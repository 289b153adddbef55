// Applies transformations, defaults and overrides to a panel's frames.
import {
  dateTime, FieldType, getDisplayProcessor, getFieldDisplayName, standardTransformers, standardTransformersRegistry, toDataFrame, transformDataFrame,
} from '@grafana/data';

standardTransformersRegistry.setInit(() => Object.values(standardTransformers)
  .filter((one, i, all) => all.findIndex(other => other.id === one.id) === i)
  .map(one => ({ id: one.id, name: one.name, transformation: one, editor: () => null })));

export const rangeOf = panel => ({ from: dateTime(panel.fromMs).utc(), to: dateTime(panel.toMs).utc(), raw: { from: dateTime(panel.fromMs), to: dateTime(panel.toMs) } });

const isPlain = value => value !== null && typeof value === 'object' && !Array.isArray(value);

function set(object, path, value) {
  const keys = path.split('.');
  let at = object;
  for (const key of keys.slice(0, -1)) at = at[key] ??= {};
  const last = keys.at(-1);
  at[last] = isPlain(value) && isPlain(at[last]) ? { ...at[last], ...value } : value;
}

function matches(matcher, field, frame, frames) {
  const name = getFieldDisplayName(field, frame, frames);
  switch (matcher.id) {
    case 'byName': return matcher.options === name || matcher.options === field.name;
    case 'byRegexp': return new RegExp(matcher.options.replace(/^\/|\/$/g, '')).test(name);
    case 'byType': return field.type === matcher.options;
    case 'byFrameRefID': return frame.refId === matcher.options;
    default: throw new Error(`A matcher ${matcher.id} is not known here`);
  }
}

/** Frames with every field's configuration, display and colour. */
export async function prepare(panel, plain, theme) {
  let frames = plain.map(one => toDataFrame({
    refId: one.refId,
    name: one.name,
    fields: one.fields.map(field => ({ name: field.name, type: field.type, values: field.values, labels: field.labels, config: field.displayNameFromDS ? { displayNameFromDS: field.displayNameFromDS } : {} })),
  }));
  if (panel.transformations?.length)
    frames = await new Promise((resolve, reject) => transformDataFrame(panel.transformations, frames, { interpolate: text => text }).subscribe({ next: resolve, error: reject }));
  const { defaults = {}, overrides = [] } = panel.fieldConfig ?? {};
  let series = 0;
  return frames.map(frame => ({
    ...frame,
    fields: frame.fields.map(field => {
      const config = structuredClone(defaults);
      for (const [key, value] of Object.entries(field.config)) if (value !== undefined) config[key] = value;
      config.custom = structuredClone(defaults.custom ?? {});
      for (const override of overrides.filter(one => matches(one.matcher, field, frame, frames)))
        for (const property of override.properties) set(config, property.id, structuredClone(property.value));
      // A unit of numbers says nothing about texts and times.
      const hasOwnUnit = overrides.some(one => matches(one.matcher, field, frame, frames) && one.properties.some(property => property.id === 'unit'));
      if (field.type !== FieldType.number && !hasOwnUnit) delete config.unit;
      config.color ??= { mode: 'palette-classic' };
      config.thresholds = config.thresholds ?? { mode: 'absolute', steps: [{ value: null, color: 'green' }] };
      config.thresholds = { ...config.thresholds, steps: config.thresholds.steps.map(step => ({ ...step, value: step.value ?? -Infinity })) };
      config.mappings ??= [];
      config.custom.hideFrom ??= { legend: false, tooltip: false, viz: false };
      const made = { ...field, config, state: {} };
      if (field.type === FieldType.number) made.state.seriesIndex = series++;
      const numbers = field.type === FieldType.number ? field.values.filter(value => value !== null && value !== undefined) : [];
      const [min, max] = [config.min ?? Math.min(...numbers), config.max ?? Math.max(...numbers)];
      made.state.range = { min, max, delta: max - min };
      made.display = getDisplayProcessor({ field: made, theme, timeZone: 'utc' });
      if (config.displayName) made.state.displayName = config.displayName;
      return made;
    }),
  }));
}
