/** Numbers in texts come from the core when the pages are built, so that none can drift from what the figures show. */
import createDownhill from '../../build/wasm/bindings/wasm/downhill.js';
import type { DownhillModule, Layout, Metrics, Trainer } from '../src/engine/module.js';
import { readLink } from '../src/link.js';

const module = (await createDownhill()) as DownhillModule;

interface State {
  metrics: Metrics;
  code: string;
  stepsPerEpoch: number;
  parameters: number;
  trainer: Trainer;
}

const known = new Map<string, State>();

/** The state's settings, after the steps that it asks for. */
function reach(state: string): State {
  const found = known.get(state);
  if (found) return found;
  const { query, step } = readLink(state);
  const trainer = new module.Trainer();
  const outcome = trainer.configure(query, false);
  if (!outcome.ok || outcome.message) throw new Error(`${state}: ${outcome.message}`);
  const { code } = trainer.step(step);
  const layout = JSON.parse(trainer.layout()) as { parameters: number };
  const reached = {
    metrics: trainer.metrics(),
    code,
    stepsPerEpoch: trainer.stepsPerEpoch(),
    parameters: layout.parameters,
    trainer,
  };
  known.set(state, reached);
  return reached;
}

/**
 * A calculation with what the figure shows: `x[0]` the first training point, `y` its class, `W(l, u, i)` and `b(l, u)` the
 * parameters, `a(l, u)` what unit u of layer l answers there. Texts are ours, and this runs only when they are built.
 */
function calculated({ trainer }: State, formula: string): string {
  const { layers } = JSON.parse(trainer.layout()) as Layout;
  const parameters = trainer.parameters();
  const [x1 = 0, x2 = 0, y = 0] = trainer.points();
  const seen = trainer.probe(x1, x2).slice();
  const inputs = layers[0]?.inputs ?? 0;
  const first = layers.map((_, index) => layers.slice(0, index).reduce((sum, layer) => sum + layer.units, inputs));
  const layer = (l: number) => layers[l - 1] ?? ({ weights: 0, biases: 0, inputs: 0 } as Layout['layers'][number]);
  const scope = {
    x: [x1, x2],
    y,
    W: (l: number, u: number, i: number) => parameters[layer(l).weights + (u - 1) * layer(l).inputs + i - 1] ?? 0,
    b: (l: number, u: number) => parameters[layer(l).biases + u - 1] ?? 0,
    a: (l: number, u: number) => seen[(first[l - 1] ?? 0) + u - 1] ?? 0,
  };
  const value: unknown = new Function(...Object.keys(scope), `return ${formula}`)(...Object.values(scope));
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${formula} is ${value}.`);
  return `<span class="number">${value.toFixed(3).replace('-', '−')}</span>`;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const short = (value: number) => String(Number(value.toPrecision(3)));

/** `trainLoss`, `testAccuracy`, `parameters` … as text; a comparison such as `testAccuracy >= 0.9` or `diverges` must hold. */
export function computed(state: string, wanted: string): string {
  if (wanted.startsWith('=')) return calculated(reach(state), wanted.slice(1));
  const { metrics, code, stepsPerEpoch, parameters, trainer } = reach(state);
  const values: Record<string, number> = { ...metrics, stepsPerEpoch, parameters } as unknown as Record<string, number>;
  if (wanted === 'diverges') {
    if (code !== 'diverged') throw new Error(`${state} does not diverge.`);
    return '';
  }
  const [, name = '', sign, bound] = /^(\w+)(?:\s*(<=|>=)\s*([\d.e-]+))?$/.exec(wanted) ?? [];
  const place = /^parameter(\d+)$/.exec(name)?.[1];
  const value = place === undefined ? values[name] : trainer.parameters()[Number(place)];
  if (value === undefined) throw new Error(`There is no number called ${wanted}.`);
  if (sign) {
    const holds = sign === '<=' ? value <= Number(bound) : value >= Number(bound);
    if (!holds) throw new Error(`${state}: ${name} is ${value}, not ${sign} ${bound}.`);
    return '';
  }
  return `<span class="number">${name.endsWith('Accuracy') ? percent(value) : short(value)}</span>`;
}
