// brain.js: batches of one.
import brainjs from 'brain.js/browser.js';
import { gridPoints, meanLoss, rowsOf } from './harness.js';

const { NeuralNetwork } = brainjs.NeuralNetwork ? brainjs : globalThis.brain;

const netOf = ({ widths }) => new NeuralNetwork({ hiddenLayers: widths.slice(1, -1), activation: 'tanh' });

function training(work) {
  const net = netOf(work);
  const targets = rowsOf(work.targets, work.widths.at(-1));
  const data = rowsOf(work.inputs, work.widths[0]).map((input, row) => ({ input, output: targets[row] }));
  // It looks at the data anew in every call, so ten epochs go into one.
  const epochs = 10;
  const train = (iterations) =>
    net.train(data, { iterations, errorThresh: 1e-12, learningRate: work.rate, momentum: 1e-9, log: false });
  train(1);
  return {
    items: epochs * data.length,
    epoch: () => {
      train(epochs);
    },
    loss: () => meanLoss(work, (x) => net.run(x)),
  };
}

function grid(work) {
  const net = netOf(work);
  net.train([{ input: [0, 0], output: [0] }], { iterations: 1 });
  const points = gridPoints();
  return {
    items: 1,
    epoch: () => {
      for (const x of points) net.run(x);
    },
  };
}

export default { name: 'brain.js', tasks: { W1s: training, W4: grid } };
