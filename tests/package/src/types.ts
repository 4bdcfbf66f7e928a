// What a consumer in TypeScript relies on; it is checked, never run.
import 'downhill';
import { createTrainer, type Metrics, settings } from 'downhill/core';
import { DownhillPlayground, define } from 'downhill/element';

define('my-network');
const figure: DownhillPlayground = document.createElement('downhill-playground');
const state: Promise<string> = figure.getState({ weights: true });
figure.trainUntil({ goal: 'epoch 3' }).then(({ epoch, reason }) => `${epoch.toFixed()} ${reason}`);
const trainer = await createTrainer({ dataset: 'xor', learningRate: 0.1 });
const metrics: Metrics = trainer.metrics;
console.log(state, metrics.trainLoss, settings.length, DownhillPlayground.version);
// @ts-expect-error a step is a number
trainer.step('one');
