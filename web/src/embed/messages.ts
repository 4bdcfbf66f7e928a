/** What a frame and the page around it say to each other; `v` is the version of all of it. */
import * as v from 'valibot';

export const namespace = 'downhill';
export const version = 1;

const text = v.pipe(v.string(), v.maxLength(2_000_000));
const id = v.optional(v.union([v.pipe(v.number(), v.finite()), v.pipe(v.string(), v.maxLength(100))]));
const head = { ns: v.literal(namespace), v: v.literal(version), id };
const count = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)));

/** Commands of the page around; anything else is not answered. */
export const commandSchema = v.variant('type', [
  v.object({ ...head, type: v.literal('play') }),
  v.object({ ...head, type: v.literal('pause') }),
  v.object({ ...head, type: v.literal('step'), count, unit: v.optional(v.picklist(['batch', 'epoch'])) }),
  v.object({ ...head, type: v.literal('reset'), seed: count }),
  v.object({ ...head, type: v.literal('trainUntil'), goal: v.pipe(v.string(), v.maxLength(100)) }),
  v.object({ ...head, type: v.literal('setState'), state: text }),
  v.object({ ...head, type: v.literal('getState'), weights: v.optional(v.boolean()) }),
  v.object({ ...head, type: v.literal('setData'), csv: text, regression: v.optional(v.boolean()) }),
  v.object({ ...head, type: v.literal('export') }),
]);

export type Command = v.InferOutput<typeof commandSchema>;

/** From the frame. `resize` is also said as Embedly's `{context: "iframe.resize", height}`. */
export type Report =
  | { type: 'ready' }
  | { type: 'resize'; height: number }
  | { type: 'epoch' | 'state' | 'complete' | 'diverge' | 'play' | 'pause' | 'reset' | 'error'; detail: unknown }
  | { type: 'answer'; id?: number | string | undefined; ok: boolean; result?: unknown; message?: string };

/** The command in a message, or nothing if it is none of ours. */
export function readCommand(data: unknown): Command | null {
  const { success, output } = v.safeParse(commandSchema, data);
  return success ? output : null;
}

export const message = (report: Report) => ({ ns: namespace, v: version, ...report });
