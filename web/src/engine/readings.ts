/** What the page may ask of a run without changing it. */
import type { DownhillModule, Trainer } from './module.js';
import type { Body, ClassScore, Confusion, EdgeKind, ParameterState } from './protocol.js';

export function parameterOf(trainer: Trainer, place: number): ParameterState {
  const value = trainer.parameters()[place] ?? 0;
  return { value, gradient: trainer.gradient()[place] ?? 0, update: trainer.lastUpdate()[place] ?? 0 };
}

export function confusionOf(trainer: Trainer, test: boolean): Confusion {
  const counts = Array.from(trainer.confusion(test));
  const numbers = trainer.scores(test);
  const scores: ClassScore[] = [];
  for (let at = 0; at < numbers.length; at += 4) {
    const [precision = 0, recall = 0, f1 = 0, points = 0] = numbers.subarray(at, at + 4);
    scores.push({ precision, recall, f1, points });
  }
  return { counts, scores };
}

/** Absent for weights, which the page has anyway. */
export function edgesOf(trainer: Trainer, kind: EdgeKind): Float32Array | null {
  if (kind === 'weight') return null;
  return (kind === 'gradient' ? trainer.gradient() : trainer.lastUpdate()).slice();
}

/** What the network answers at each point: its outputs, one after the other. */
export function predictionsOf(trainer: Trainer, points: Float32Array): Float32Array {
  const { outputs } = JSON.parse(trainer.layout()) as { outputs: number };
  const answers = new Float32Array((points.length / 2) * outputs);
  for (let at = 0; 2 * at < points.length; at += 1) {
    const seen = trainer.probe(points[2 * at] ?? 0, points[2 * at + 1] ?? 0);
    answers.set(seen.subarray(seen.length - outputs), at * outputs);
  }
  return answers;
}

/** The points of each of these values of a setting, from a run made for that alone. */
export function samplesOf(module: DownhillModule | null, { key, values, query }: Body<'samples'>): Float32Array[] {
  if (!module) throw new Error('The engine was not started.');
  const trainer = new module.Trainer();
  const samples = values.map((value) => {
    const { ok } = trainer.configure(`${query}&${key}=${encodeURIComponent(value)}`, false);
    return ok ? trainer.points().slice() : new Float32Array();
  });
  trainer.delete();
  return samples;
}
