/** What an earlier visit kept, or throws if it is not ours. */
import * as v from 'valibot';
import type { PinnedRun } from './runs.js';

const numbers = v.pipe(v.array(v.number()), v.maxLength(100_000));

const runSchema = v.object({
  id: v.string(),
  name: v.string(),
  query: v.string(),
  settings: v.record(v.string(), v.string()),
  points: v.nullable(v.object({ csv: v.string(), regression: v.boolean() })),
  metrics: v.looseObject({
    step: v.number(),
    epoch: v.number(),
    trainLoss: v.number(),
    testLoss: v.number(),
    trainAccuracy: v.number(),
    testAccuracy: v.number(),
  }),
  stepsPerEpoch: v.number(),
  curve: v.tuple([numbers, numbers, numbers]),
  thumbnail: v.pipe(v.string(), v.regex(/^(data:image\/png;base64,[A-Za-z0-9+/=]*)?$/)),
});

export const checkRuns = (data: unknown) => v.parse(v.array(runSchema), data) as unknown as PinnedRun[];
