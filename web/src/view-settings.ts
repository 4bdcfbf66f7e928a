/** What concerns only the view. The training settings have their own table, in the core. */
import type { Pace } from './engine/protocol.js';
import { panels } from './inspect/panels.js';
import { languageNames, textTable } from './language.js';

/** Forward, output error, backward, gradients, update. */
const phasesPerStep = 5;

interface Choice {
  value: string;
  label: string;
}

export const speeds: Choice[] = textTable(
  [
    { value: 'phase', label: '1 phase/s' },
    { value: '1', label: '1 step/s' },
    { value: '3', label: '3 steps/s' },
    { value: '10', label: '10 steps/s' },
    { value: '30', label: '30 steps/s' },
    { value: 'frame', label: '1 step a frame' },
    { value: '100', label: '100 steps/s' },
    { value: '300', label: '300 steps/s' },
    { value: '1000', label: '1,000 steps/s' },
    { value: '3000', label: '3,000 steps/s' },
    { value: '10000', label: '10,000 steps/s' },
    { value: 'max', label: 'flat out' },
  ],
  'label',
);

const yesNo: Choice[] = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
];

/** Key → the values it may take and the one it has if the link does not name it. */
export const viewTable = textTable(
  {
    theme: {
      initial: 'auto',
      choices: [
        { value: 'auto', label: 'Automatic' },
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
      ],
    },
    /** Automatic is the reader's own on the page, and that of the page around in a figure. */
    lang: {
      initial: 'auto',
      choices: [
        { value: 'auto', label: 'Automatic' },
        ...languageNames.map((value) => ({ value, label: value as string })),
      ],
    },
    speed: { initial: 'max', choices: speeds },
    stepUnit: {
      initial: 'batch',
      choices: [
        { value: 'batch', label: 'batch' },
        { value: 'epoch', label: 'epoch' },
      ],
    },
    discretize: { initial: 'false', choices: yesNo },
    showTestData: { initial: 'false', choices: yesNo },
    logLoss: { initial: 'false', choices: yesNo },
    logSteps: { initial: 'false', choices: yesNo },
    showAccuracy: { initial: 'false', choices: yesNo },
    keepWeights: { initial: 'false', choices: yesNo },
    edges: {
      initial: 'weight',
      choices: [
        { value: 'weight', label: 'weights' },
        { value: 'gradient', label: 'gradient' },
        { value: 'update', label: 'last update' },
      ],
    },
    /** The open instrument. */
    panel: {
      initial: 'none',
      choices: ['none', ...panels.map(({ key }) => key)].map((value) => ({ value, label: value })),
    },
  } satisfies Record<string, { initial: string; choices: Choice[] }>,
  'label',
);

export type ViewKey = keyof typeof viewTable;
export type ViewSettings = Record<ViewKey, string>;

const keys = Object.keys(viewTable) as ViewKey[];
const isViewKey = (key: string): key is ViewKey => Object.hasOwn(viewTable, key);

export function defaultView(): ViewSettings {
  return Object.fromEntries(keys.map((key) => [key, viewTable[key].initial])) as ViewSettings;
}

/** Takes the view's keys and the points out of a link; the rest is for the core. */
export function splitHash(hash: string): { query: string; view: ViewSettings; points?: string } {
  const view = defaultView();
  const rest: string[] = [];
  let points: { points?: string } = {};
  for (const part of hash.replace(/^#/, '').split('&')) {
    const [key = '', value = ''] = part.split('=', 2);
    if (key === 'points') {
      points = { points: value };
    } else if (!isViewKey(key)) {
      if (part) rest.push(part);
    } else if (viewTable[key].choices.some((choice) => choice.value === value)) {
      view[key] = value;
    }
  }
  return { query: rest.join('&'), view, ...points };
}

/** The shortest link that brings all back. */
export function joinHash(query: string, view: ViewSettings): string {
  const parts = keys.filter((key) => view[key] !== viewTable[key].initial).map((key) => `${key}=${view[key]}`);
  return [query, ...parts].filter(Boolean).join('&');
}

export function paceOf(view: ViewSettings): Pace {
  if (view.speed === 'phase') return 1 / phasesPerStep;
  return view.speed === 'max' || view.speed === 'frame' ? view.speed : Number(view.speed);
}
