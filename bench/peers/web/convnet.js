// ConvNetJS. Its release knows no Adam, so W1c and W2 run momentum, which costs less; its regression layer is linear.
import convnetjs from 'convnetjs';
import { gridPoints, meanLoss, rowsOf, shuffled, upTo } from './harness.js';

function netOf({ widths, softmax }) {
  const [inputs, ...rest] = widths;
  const outputs = rest.pop();
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: inputs },
    ...rest.map((units) => ({ type: 'fc', num_neurons: units, activation: softmax ? 'relu' : 'tanh' })),
    softmax ? { type: 'softmax', num_classes: outputs } : { type: 'regression', num_neurons: outputs },
  ]);
  return net;
}

function volOf(x) {
  const vol = new convnetjs.Vol(1, 1, x.length, 0);
  for (const [k, number] of x.entries()) vol.w[k] = number;
  return vol;
}

const answerOf = (net) => (x) => net.forward(volOf(x)).w;

function training(work) {
  const net = netOf(work);
  const trainer = new convnetjs.Trainer(net, {
    method: 'sgd',
    learning_rate: work.rule === 0 ? work.rate : 0.02,
    momentum: work.rule === 0 ? 0 : 0.9,
    batch_size: work.batch,
    l2_decay: 0,
  });
  const inputs = rowsOf(work.inputs, work.widths[0]).map(volOf);
  const targets = rowsOf(work.targets, work.widths.at(-1));
  const labels = work.softmax ? targets.map((y) => y.indexOf(1)) : targets;
  const order = upTo(inputs.length);
  return {
    items: inputs.length,
    epoch: () => {
      for (const row of shuffled(order)) trainer.train(inputs[row], labels[row]);
    },
    loss: () => meanLoss(work, answerOf(net)),
  };
}

function grid(work) {
  const answer = answerOf(netOf(work));
  const points = gridPoints();
  return {
    items: 1,
    epoch: () => {
      for (const x of points) answer(x);
    },
  };
}

export default {
  name: 'ConvNetJS',
  tasks: { W1: training, W1b: training, W1c: training, W1s: training, W2: training, W4: grid },
};
