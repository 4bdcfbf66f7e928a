// synaptic: batches of one, by code that it generates for the network. Its output's error is not multiplied by tanh', so
// that a third of the rate is as much as it bears.
import synaptic from 'synaptic';
import { gridPoints, meanLoss, rowsOf, shuffled, upTo } from './harness.js';

function netOf({ widths }) {
  const net = new synaptic.Architect.Perceptron(...widths);
  const tanh = { squash: synaptic.Neuron.squash.TANH };
  for (const layer of [...net.layers.hidden, net.layers.output]) layer.set(tanh);
  return net;
}

function training(work) {
  const net = netOf(work);
  const inputs = rowsOf(work.inputs, work.widths[0]);
  const targets = rowsOf(work.targets, work.widths.at(-1));
  const order = upTo(inputs.length);
  return {
    items: inputs.length,
    epoch: () => {
      for (const row of shuffled(order)) {
        net.activate(inputs[row]);
        net.propagate(work.rate / 3, targets[row]);
      }
    },
    loss: () => meanLoss(work, (x) => net.activate(x)),
  };
}

function grid(work) {
  const net = netOf(work);
  const points = gridPoints();
  return {
    items: 1,
    epoch: () => {
      for (const x of points) net.activate(x);
    },
  };
}

export default { name: 'synaptic', tasks: { W1s: training, W4: grid } };
