/**
 * All that a page may use of `<downhill-playground>`: the one source of the manual's tables and of custom-elements.json.
 * A test holds it to the class itself.
 */
import { panels } from '../inspect/panels.js';
import { panes, parts } from '../presentation.js';
import { type Setting, settings } from '../settings.js';
import { viewTable } from '../view-settings.js';
import { kebab } from './attributes.js';

export interface Entry {
  name: string;
  /** TypeScript type. */
  type: string;
  text: string;
  since: string;
}

export interface AttributeEntry extends Entry {
  default: string;
}

export interface MethodEntry extends Entry {
  parameters: string;
}

const since = '0.1';
const own = (name: string, type: string, initial: string, text: string): AttributeEntry => ({
  name,
  type,
  default: initial,
  text,
  since,
});

const yesNo = "'true' | 'false'";

export const ownAttributes: AttributeEntry[] = [
  own('state', 'string', '', 'Everything behind the # of a link of the playground. Other attributes count for more.'),
  own('src', 'string', '', 'Address of a CSV file whose points are learnt. It is fetched without credentials.'),
  own('show', 'string', 'transport, network, output', `What is seen: ${panes.join(', ')}.`),
  own(
    'controls',
    'string',
    'none',
    'Settings that the reader may change, by name, as in “learning-rate, activation”; or all, or none.',
  ),
  own('hide', 'string', '', `Panes, settings or smaller parts that are not seen: ${parts.join(', ')}.`),
  own('lock', 'string', '', 'Settings that are seen and cannot be changed; weights, points, or all.'),
  own('heading', 'string', '', 'A line above the figure.'),
  own('alt', 'string', '', 'What the figure shows, for those who do not see it.'),
  own('home', 'string', '', 'Address of a playground that the figure links to, and that toURL() leads to.'),
  own('loading', "'lazy' | 'eager'", 'lazy', 'Whether the figure waits until the reader comes near it.'),
  own(
    'reveal',
    "'auto' | 'interaction' | 'manual'",
    'auto',
    'What starts it: nothing more, a button, or dismissPoster().',
  ),
  own('poster', 'string', '', 'Address of a picture that stands there until then.'),
  own('autoplay', 'boolean', '', 'Trains as soon as it is seen, unless the reader has asked for less motion.'),
  own(
    'until',
    'string',
    '',
    'Where playing ends: epoch 200, loss 0.05, test-loss 0.1, accuracy 95%, test-accuracy 95%.',
  ),
  own('worker', "'auto' | 'off'", 'auto', 'Off trains in slices on the page.'),
];

const viewTexts: Record<keyof typeof viewTable, string> = {
  lang: 'Automatic is the language of the page around, by its nearest lang attribute, where the figure knows it. One page speaks one language; en-XA and ar-XB mark all texts, for those who translate.',
  theme: 'Automatic follows the page around: dark where its color-scheme allows dark and the reader wants it.',
  speed: 'Updates a second; frame is one for each picture, max as many as the machine can do.',
  stepUnit: 'What the step button does.',
  discretize: 'Shows the decision alone, not how sure the network is.',
  showTestData: 'Shows the points that are not learnt from.',
  logLoss: 'A logarithmic axis of losses.',
  logSteps: 'A logarithmic axis of steps.',
  showAccuracy: 'Accuracies beside the losses.',
  keepWeights: 'Keeps weights where a change rebuilds the network.',
  edges: 'What the lines of the network show.',
  panel: `The instrument: ${panels.map(({ key }) => key).join(', ')}. It is seen where “show” names panel.`,
};

const viewAttributes: AttributeEntry[] = Object.entries(viewTable).map(([key, { initial, choices }]) => ({
  name: kebab(key),
  type: choices.some(({ value }) => value === 'true') ? yesNo : choices.map(({ value }) => `'${value}'`).join(' | '),
  default: initial,
  text: viewTexts[key as keyof typeof viewTable],
  since,
}));

function typeOf(setting: Setting): string {
  if (setting.type === 'choice') return setting.choices.map(({ value }) => `'${value}'`).join(' | ');
  return setting.type === 'number' || setting.type === 'integer' ? `${setting.min} … ${setting.max}` : 'string';
}

const settingAttributes: AttributeEntry[] = settings.map((setting) => ({
  name: kebab(setting.key),
  type: typeOf(setting),
  default: setting.default,
  text: setting.help,
  since,
}));

export const attributes: AttributeEntry[] = [...settingAttributes, ...viewAttributes, ...ownAttributes];

const entry = (name: string, type: string, text: string): Entry => ({ name, type, text, since });

export const readOnly: Entry[] = [
  entry('ready', 'boolean', 'The first picture is there.'),
  entry('running', 'boolean', 'It trains.'),
  entry('epoch', 'number', 'How often all training points have been seen.'),
  entry('trainLoss', 'number', 'Mean loss of the training points.'),
  entry('testLoss', 'number', 'Mean loss of the test points.'),
  entry('accuracy', 'number', 'Share of the test points that are right, from 0 to 1; NaN in regression.'),
  entry('backend', 'string', 'The instructions in use.'),
];

const method = (name: string, parameters: string, type: string, text: string): MethodEntry => ({
  ...entry(name, type, text),
  parameters,
});

export const methods: MethodEntry[] = [
  method('play', '', 'Promise<void>', 'Trains, to the goal in “until” if there is one.'),
  method('pause', '', 'Promise<void>', 'Rests; play() goes on.'),
  method('step', "count = 1, unit: 'batch' | 'epoch' = 'batch'", 'Promise<Progress>', 'Makes so many updates.'),
  method(
    'reset',
    'options?: { seed?: number }',
    'Promise<void>',
    'Back to the initial weights, or to those of a seed.',
  ),
  method(
    'trainUntil',
    'options: { goal: string; signal?: AbortSignal }',
    'Promise<Progress & { reason: string }>',
    'Trains to a goal as “until” names it. The reason is until, patience, paused or diverged.',
  ),
  method(
    'setData',
    'csv: string, options?: { regression?: boolean }',
    'Promise<void>',
    'Learns these points: columns x1, x2, label. Rejects with the line that is wrong.',
  ),
  method(
    'getState',
    'options?: { step?: boolean; weights?: boolean }',
    'Promise<string>',
    'The state as a text for “state”, setState() or a link; a step is replayed to the bit.',
  ),
  method(
    'setState',
    'state: string, options?: { allowUndo?: boolean }',
    'Promise<string[]>',
    'Takes a state over. Resolves to a sentence for each part that was left out.',
  ),
  method('toURL', 'home?: string', 'Promise<string>', 'A link to this state.'),
  method('predict', 'points: ArrayLike<number>', 'Promise<Float32Array>', 'Outputs at x1, x2, x1, x2 …'),
  method(
    'exportModel',
    "format: 'json' | 'onnx' | 'safetensors' | 'npz' | 'network' | 'c' | 'javascript' | 'numpy' | 'pytorch' = 'json'",
    'Promise<string | Blob>',
    'Settings, points and weights as the text of a file; or the network alone for another program, as a Blob.',
  ),
  method('importModel', 'text: string', 'Promise<void>', 'Such a file back.'),
  method(
    'toBlob',
    "kind: 'png' | 'svg' = 'png', picture: 'map' | 'network' | 'loss' = 'map'",
    'Promise<Blob>',
    'A picture.',
  ),
  method('toCSV', "table: 'curve' | 'points' = 'curve'", 'Promise<string>', 'A table.'),
  method('undo', '', 'Promise<void>', 'Undoes the last change of settings.'),
  method('redo', '', 'Promise<void>', 'Makes it again.'),
  method('stateHash', '', 'Promise<string | null>', 'Fingerprint of weights and step, the same on every machine.'),
  method('dismissPoster', '', 'Promise<void>', 'Starts a figure that waits.'),
  method('dispose', '', 'void', 'Lets go of worker and memory; any other method starts anew.'),
];

const progress = '{ epoch, step, trainLoss, testLoss, trainAccuracy, testAccuracy }';

export const events: Entry[] = [
  entry('ready', '{}', 'The first picture is there. Who listens too late hears it, too.'),
  entry('progress', '{ value }', 'Of the start, from 0 to 1.'),
  entry('statechange', "{ source: 'user' | 'api', query }", 'Settings, data or network are others.'),
  entry('play', '{ source }', 'Training began.'),
  entry('pause', `{ source, …${progress} }`, 'It was paused.'),
  entry('reset', '{ source }', 'It is back at step 0.'),
  entry('epoch', progress, 'At most ten times a second while it trains, and at every stop.'),
  entry('complete', `{ reason: 'until' | 'patience', …${progress} }`, 'It came to an end by itself.'),
  entry('diverge', `{ cause, …${progress} }`, 'A number overflowed; the weights before it are kept.'),
  entry('visibility', '{ visible }', 'It came on screen or left it. Off screen it rests.'),
  entry(
    'error',
    "{ type: 'load' | 'wasm-load' | 'csp' | 'engine' | 'unsupported' | 'invalid-state' | 'bad-data' | 'worker-crash', message }",
    'What went wrong. It always comes if the start fails.',
  ),
];

export const slots: Entry[] = [
  entry('', '', 'What stands there without JavaScript, and until the figure comes: a picture, a link.'),
  entry('poster', '', 'The same, beside it.'),
  entry('caption', '', 'Below the figure.'),
];

export const cssParts: Entry[] = [
  entry('poster', '', 'What waits.'),
  entry('status', '', 'The line that says why there is no figure.'),
  entry('figure', '', 'The figure as a whole.'),
  entry('toolbar', '', 'Transport and readout.'),
  entry('network', '', 'The network.'),
  entry('plot', '', 'The output.'),
  entry('loss', '', 'The loss chart.'),
];

export const cssProperties: Entry[] = [
  entry('--downhill-accent', '<color>', 'Buttons, sliders, focus.'),
  entry('--downhill-background', '<color>', 'The ground.'),
  entry('--downhill-surface', '<color>', 'Buttons and fields.'),
  entry('--downhill-ink', '<color>', 'Text.'),
  entry('--downhill-font', '<font-family>', 'Text.'),
  entry('--downhill-radius', '<length>', 'Corners.'),
  entry('--downhill-min-height', '<length>', 'The place that is kept for a figure that waits.'),
];

export const states: Entry[] = [
  entry('ready', '', 'The first picture is there.'),
  entry('training', '', 'It trains.'),
  entry('diverged', '', 'A number overflowed.'),
  entry('error', '', 'It could not be started.'),
];

export const statics: Entry[] = [
  entry('config.wasmLocation', 'string', 'Folder of the .wasm files, if they are not beside the script.'),
  entry('config.workerLocation', 'string', 'Address of the worker, likewise.'),
  entry('config.maxWorkers', 'number', 'Workers that all figures of a page share; 2.'),
  entry('config.useWorkers', 'boolean', 'Off trains all figures on the page.'),
  entry('version', 'string', 'Of the package.'),
];
