// jax-js on WebAssembly; a whole step is one compiled function.
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { gridPoints, shuffled, upTo } from './harness.js';

function parametersOf({ widths, softmax }) {
  return widths.slice(1).map((units, l) => {
    const inputs = widths[l];
    const scale = Math.sqrt((softmax ? 2 : 1) / inputs);
    const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
    const W = Float32Array.from({ length: inputs * units }, () => scale * normal());
    return { W: np.array(W).reshape([inputs, units]), b: np.zeros([units]) };
  });
}

const forwardOf =
  ({ softmax }) =>
  (layers, x) =>
    layers.reduce((a, { W, b }, l) => {
      const z = np.matmul(a, W).add(b);
      if (!softmax) return np.tanh(z);
      return l + 1 < layers.length ? nn.relu(z) : z;
    }, x);

function lossOf(work) {
  const forward = forwardOf(work);
  return (layers, x, y) => {
    const a = forward(layers, x);
    if (!work.softmax) return np.square(a.sub(y)).mean().mul(0.5);
    return nn
      .logSoftmax(a)
      .mul(y)
      .sum()
      .mul(-1 / x.shape[0]);
  };
}

/** [loss, state after the step]; the state is the parameters and, of Adam, its moments. */
function stepOf(work) {
  const gradient = valueAndGrad(lossOf(work));
  const descend = ({ layers, ...rest }, x, y) => {
    const [loss, g] = gradient(tree.ref(layers), x, y);
    return [loss, { ...rest, layers: tree.map((p, d) => p.sub(d.mul(work.rate)), layers, g) }];
  };
  const adam = ({ layers, m, v, t }, x, y) => {
    const [loss, g] = gradient(tree.ref(layers), x, y);
    const next = tree.map((old, d) => old.mul(0.9).add(d.mul(0.1)), m, tree.ref(g));
    const square = tree.map((old, d) => old.mul(0.999).add(np.square(d).mul(0.001)), v, g);
    const correction = np.sqrt(np.array(1).sub(np.power(0.999, t.ref))).div(np.array(1).sub(np.power(0.9, t.ref)));
    const moved = tree.map(
      (p, a, b) => p.sub(a.mul(correction.ref).mul(work.rate).div(np.sqrt(b).add(1e-8))),
      layers,
      tree.ref(next),
      tree.ref(square),
    );
    correction.dispose();
    return [loss, { layers: moved, m: next, v: square, t: t.add(1) }];
  };
  return jit(work.rule === 2 ? adam : descend);
}

const zerosLike = (layers) => layers.map(({ W, b }) => ({ W: np.zeros(W.shape), b: np.zeros(b.shape) }));

function batchOf(numbers, width, rows) {
  const batch = new Float32Array(rows.length * width);
  for (const [k, row] of rows.entries()) batch.set(numbers.subarray(row * width, (row + 1) * width), k * width);
  return np.array(batch).reshape([rows.length, width]);
}

async function training(work) {
  const layers = parametersOf(work);
  let state = work.rule === 2 ? { layers, m: zerosLike(layers), v: zerosLike(layers), t: np.array(1) } : { layers };
  const step = stepOf(work);
  const [inputs, outputs] = [work.widths[0], work.widths.at(-1)];
  const order = upTo(work.samples);
  const measure = lossOf(work);
  return {
    items: work.samples,
    epoch: () => {
      shuffled(order);
      for (let first = 0; first < order.length; first += work.batch) {
        const rows = order.slice(first, first + work.batch);
        const [loss, next] = step(state, batchOf(work.inputs, inputs, rows), batchOf(work.targets, outputs, rows));
        state = next;
        loss.js();
      }
    },
    loss: () =>
      measure(tree.ref(state.layers), batchOf(work.inputs, inputs, order), batchOf(work.targets, outputs, order)).js(),
  };
}

function grid(work) {
  const layers = parametersOf(work);
  const forward = jit(forwardOf(work));
  const points = np.array(Float32Array.from(gridPoints().flat())).reshape([256 * 256, 2]);
  return {
    items: 1,
    epoch: () => {
      forward(tree.ref(layers), points.ref).dataSync();
    },
  };
}

const onWasm = (task) => async (work) => {
  await init('wasm');
  defaultDevice('wasm');
  return task(work);
};

export default {
  name: 'jax-js WASM',
  tasks: { W1: onWasm(training), W1b: onWasm(training), W1c: onWasm(training), W2: onWasm(training), W4: onWasm(grid) },
};
