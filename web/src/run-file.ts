/** A run as a file: its settings, points, weights and view. What is opened is checked before anything changes. */
import * as v from 'valibot';
import { t } from './language.js';
import type { Playground } from './playground.js';
import { joinHash, splitHash } from './view-settings.js';

const format = 'downhill-run';

const fileSchema = v.object({
  format: v.literal(format),
  version: v.literal(1),
  query: v.pipe(v.string(), v.maxLength(20_000)),
  points: v.nullable(v.object({ csv: v.pipe(v.string(), v.maxLength(20_000_000)), regression: v.boolean() })),
  view: v.record(v.string(), v.string()),
  step: v.pipe(v.number(), v.integer(), v.minValue(0)),
  parameters: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(1_000_000)),
  frozen: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** What else the run's future depends on; files of before had none. Null is infinity. */
  snapshot: v.optional(v.pipe(v.array(v.nullable(v.pipe(v.number(), v.finite()))), v.maxLength(10_000_000))),
});

export type RunFile = v.InferOutput<typeof fileSchema>;

/** All of one moment, though training goes on. */
export async function saveRun(model: Playground): Promise<string> {
  const source = await model.ask('snapshot', {});
  if (!source) throw new Error(t('The engine is not running.'));
  const { run, view } = model;
  const file: RunFile = {
    format,
    version: 1,
    query: run?.query ?? '',
    points: run?.settings.dataset === 'custom' ? run.custom : null,
    view,
    step: source.step,
    // Nine digits bring every bit of a float back.
    parameters: Array.from(source.parameters, (value) => Number(value.toPrecision(9))),
    frozen: run?.frozen ?? [],
    snapshot: Array.from(source.snapshot, (value) => (Number.isFinite(value) ? value : null)),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** The run in a text, or the sentence that says what is wrong with it. */
export function readRun(text: string): RunFile | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return t('That file is not JSON, so it is no run that was saved here. Nothing was changed.');
  }
  if (typeof data !== 'object' || data === null || (data as { format?: unknown }).format !== format) {
    return t('That file is no run of Downhill: it lacks "format": "downhill-run". Nothing was changed.');
  }
  if ((data as { version?: unknown }).version !== 1) {
    return t('That run was saved by another version of Downhill, which this one cannot read. Nothing was changed.');
  }
  const result = v.safeParse(fileSchema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
  return t`That file is damaged at “${where}”: ${issue.message}. Nothing was changed.`;
}

/** Shows the run; resolves to what went wrong, or to nothing. */
export async function openRun(model: Playground, text: string): Promise<string> {
  const file = readRun(text);
  if (typeof file === 'string') return file;
  if (file.frozen.some((place) => place >= file.parameters.length)) {
    return t(
      'That file is damaged at “frozen”: it names a number that the network does not have. Nothing was changed.',
    );
  }
  await model.pause();
  await model.configure(file.query, file.points);
  const expected = model.run?.layout.parameters ?? 0;
  if (expected !== file.parameters.length) {
    await model.edits.undo();
    const held = file.parameters.length;
    return t`That file is damaged at “parameters”: its network has ${expected} numbers and the file ${held}. The settings were put back; the training began anew.`;
  }
  if (!file.snapshot?.length) {
    await model.setParameters(Float32Array.from(file.parameters), file.frozen);
  } else {
    const refused = await model.restore(Float64Array.from(file.snapshot, (value) => value ?? Number.POSITIVE_INFINITY));
    if (refused) {
      await model.edits.undo();
      return t`That file is damaged at “snapshot”: ${refused} The settings were put back; the training began anew.`;
    }
  }
  // Only what the view knows; the rest of the file's view is nothing to trust.
  model.setWholeView(splitHash(joinHash('', { ...model.view, ...file.view })).view);
  return '';
}
