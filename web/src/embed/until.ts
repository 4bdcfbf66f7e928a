/** `epoch 200`, `loss 0.05`, `test-accuracy 95%`: where a training is to end. */
import type { Until } from '../engine/protocol.js';
import { t } from '../language.js';

export type Goal = Omit<Until, 'id'> & { words: string };

const metrics: Record<string, { metric: Until['metric']; words(value: string): string }> = {
  epoch: { metric: 'epoch', words: (value) => t`Epoch ${value} is reached` },
  loss: { metric: 'trainLoss', words: (value) => t`The training loss is ${value} or less` },
  'test-loss': { metric: 'testLoss', words: (value) => t`The test loss is ${value} or less` },
  accuracy: { metric: 'trainAccuracy', words: (value) => t`${value} or more of the training points are right` },
  'test-accuracy': { metric: 'testAccuracy', words: (value) => t`${value} or more of the test points are right` },
};

const form = /^\s*([a-z-]+)[\s:]+(\d*\.?\d+(?:e-?\d+)?)\s*(%?)\s*$/i;

/** The goal, or a sentence that says what was expected. */
export function readGoal(text: string): Goal | string {
  const [, name = '', number = '', percent = ''] = form.exec(text) ?? [];
  const found = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  if (!found) {
    return t`“${text.slice(0, 60)}” is no goal; one is “epoch 200”, “loss 0.05”, “test-loss 0.1”, “accuracy 95%” or “test-accuracy 95%”.`;
  }
  const value = Number(number) / (percent ? 100 : 1);
  return { metric: found.metric, value, words: found.words(`${number}${percent && ' %'}`) };
}
