// Downhill and its peers on one page; scripts/bench-peers-web.mjs asks for one peer and one task at a time.
import createBench from '#downhill.bench';
import benchUrl from '#downhill.bench.wasm?url';
import { time } from './harness.js';

const load = {
  ConvNetJS: () => import('./convnet.js').then((peer) => peer.default),
  synaptic: () => import('./synaptic.js').then((peer) => peer.default),
  'brain.js': () => import('./brain.js').then((peer) => peer.default),
  'TensorFlow.js WASM': () => import('./tensorflow.js').then((peer) => peer.tensorflowWasm),
  'TensorFlow.js CPU': () => import('./tensorflow.js').then((peer) => peer.tensorflowCpu),
  'jax-js WASM': () => import('./jax.js').then((peer) => peer.default),
};

const bench = createBench({ locateFile: () => new URL(benchUrl, import.meta.url).href });

/** The network and samples of a task; a grid's network is W1's. */
async function workOf(task) {
  const module = await bench;
  const name = task === 'W4' ? 'W1' : task;
  return {
    ...JSON.parse(module.workload(name)),
    inputs: module.samples(name, false).slice(),
    targets: module.samples(name, true).slice(),
  };
}

window.peers = () => ['Downhill', ...Object.keys(load)];

/** {seconds, lossBefore, lossAfter}, or null where the peer cannot do the task. */
window.measure = async (peer, task, seconds) => {
  if (peer === 'Downhill') return (await bench).time('wasm', task, seconds);
  const { tasks } = await load[peer]();
  if (!tasks[task]) return null;
  const work = await workOf(task);
  // Peers draw their first weights at random, now and then such as lead nowhere.
  for (let startsLeft = 2; ; startsLeft -= 1) {
    try {
      return await time(await tasks[task](work), task === 'W4' ? 0 : work.bound, seconds);
    } catch (error) {
      if (startsLeft === 0) throw error;
    }
  }
};
