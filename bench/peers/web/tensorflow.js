// TensorFlow.js, on its WebAssembly and its plain JavaScript backend.
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPath } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { gridPoints, shuffled, upTo } from './harness.js';

setWasmPath(wasmUrl);

class Network {
  constructor({ widths, softmax }) {
    this.softmax = softmax;
    this.layers = widths.slice(1).map((units, l) => ({
      W: tf.variable(tf.randomNormal([widths[l], units], 0, Math.sqrt((softmax ? 2 : 1) / widths[l]))),
      b: tf.variable(tf.zeros([units])),
    }));
  }
  /** The output before softmax. */
  forward(x) {
    return this.layers.reduce((a, { W, b }, l) => {
      const z = tf.add(tf.matMul(a, W), b);
      if (!this.softmax) return tf.tanh(z);
      return l + 1 < this.layers.length ? tf.relu(z) : z;
    }, x);
  }
  loss(x, y) {
    const a = this.forward(x);
    if (!this.softmax) return tf.mul(0.5, tf.mean(tf.square(tf.sub(a, y))));
    return tf.neg(tf.mean(tf.sum(tf.mul(y, tf.logSoftmax(a)), 1)));
  }
}

const rules = [
  ({ rate }) => tf.train.sgd(rate),
  ({ rate }) => tf.train.momentum(rate, 0.9),
  ({ rate }) => tf.train.adam(rate),
];

function batchOf(numbers, width, rows) {
  const batch = new Float32Array(rows.length * width);
  for (const [k, row] of rows.entries()) batch.set(numbers.subarray(row * width, (row + 1) * width), k * width);
  return tf.tensor2d(batch, [rows.length, width]);
}

function training(work) {
  const network = new Network(work);
  const optimizer = rules[work.rule](work);
  const [inputs, outputs] = [work.widths[0], work.widths.at(-1)];
  const order = upTo(work.samples);
  return {
    items: work.samples,
    epoch: () => {
      shuffled(order);
      for (let first = 0; first < order.length; first += work.batch) {
        const rows = order.slice(first, first + work.batch);
        tf.tidy(() => {
          const x = batchOf(work.inputs, inputs, rows);
          const y = batchOf(work.targets, outputs, rows);
          // The cost is read, as every trainer's user wants it.
          optimizer.minimize(() => network.loss(x, y), true).dataSync();
        });
      }
    },
    loss: () =>
      tf.tidy(
        () =>
          network
            .loss(batchOf(work.inputs, inputs, upTo(work.samples)), batchOf(work.targets, outputs, upTo(work.samples)))
            .dataSync()[0],
      ),
  };
}

function grid(work) {
  const network = new Network(work);
  const points = tf.tensor2d(gridPoints());
  return {
    items: 1,
    epoch: () => {
      tf.tidy(() => network.forward(points).dataSync());
    },
  };
}

const on = (backend, task) => async (work) => {
  await tf.setBackend(backend);
  await tf.ready();
  if (tf.getBackend() !== backend) throw new Error(`${backend} is not there`);
  return task(work);
};

const tasks = (backend) =>
  Object.fromEntries(
    Object.entries({ W1: training, W1b: training, W1c: training, W2: training, W4: grid }).map(([key, task]) => [
      key,
      on(backend, task),
    ]),
  );

export const tensorflowWasm = { name: 'TensorFlow.js WASM', tasks: tasks('wasm') };
export const tensorflowCpu = { name: 'TensorFlow.js CPU', tasks: tasks('cpu') };
