/**
 * What the author of a link or a figure wants to be seen and to be changed. TensorFlow Playground’s `…_hide` keys are
 * understood, too.
 */
import { t } from './language.js';
import { settings } from './settings.js';

/** Panes of a figure, in the order of a page. */
export const panes = ['transport', 'readout', 'network', 'output', 'loss', 'data', 'training', 'panel'] as const;
export type PaneName = (typeof panes)[number];

/** Smaller parts that can be hidden, beside panes and settings. */
export const parts = [
  'reset',
  'back',
  'step',
  'play',
  'time',
  'speed',
  'discretize',
  'showTestData',
  'confusion',
  'draw',
  'probe',
  'legend',
  'edges',
  'layers',
  'link',
] as const;

const keys = settings.map(({ key }) => key);
const hideable: readonly string[] = [...panes, ...parts, ...keys];
/** Weights can be locked, though they are no setting. */
const lockable: readonly string[] = [...keys, 'weights', 'points', 'all'];

/** TensorFlow Playground’s names where they are not ours. */
const tfNames: Record<string, string> = {
  playButton: 'play',
  stepButton: 'step',
  resetButton: 'reset',
  percTrainData: 'trainRatio',
  numHiddenLayers: 'layers',
  problem: 'task',
  regularization: 'l1',
  regularizationRate: 'l2',
};

export interface Presentation {
  show: readonly PaneName[];
  /** Settings that stand beside the figure; `all` stands for data and training as a whole. */
  controls: readonly string[];
  hide: ReadonlySet<string>;
  lock: ReadonlySet<string>;
}

export const plain: Presentation = {
  show: ['transport', 'network', 'output'],
  controls: [],
  hide: new Set(),
  lock: new Set(),
};

const lists = ['show', 'controls', 'hide', 'lock'] as const;
type List = (typeof lists)[number];

const allowed: Record<List, readonly string[]> = {
  show: panes,
  controls: [...keys, 'all', 'none'],
  hide: hideable,
  lock: lockable,
};

export const isPresentationKey = (key: string): boolean =>
  (lists as readonly string[]).includes(key) || key.endsWith('_hide');

/** `learning-rate` is `learningRate`. */
const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

export interface ReadPresentation {
  presentation: Presentation;
  /** A sentence for each name that means nothing. */
  faults: string[];
}

/** Of texts such as `network, output`; names that mean nothing are left out. */
export function readPresentation(given: Partial<Record<string, string>>): ReadPresentation {
  const faults: string[] = [];
  const read = (list: List): string[] => {
    const names = (given[list] ?? '').split(/[\s,]+/).filter(Boolean);
    const known = names.map(camel).filter((name) => allowed[list].includes(name));
    const unknown = names.filter((name) => !allowed[list].includes(camel(name)));
    if (unknown.length > 0) {
      faults.push(
        t`“${list}” knows no ${unknown.map((name) => name.slice(0, 40)).join(', ')}; it takes ${allowed[list].join(', ')}.`,
      );
    }
    return known;
  };
  const tfHidden = Object.entries(given).flatMap(([key, value]) => {
    const name = key.endsWith('_hide') && value === 'true' ? key.slice(0, -5) : '';
    const own = Object.hasOwn(tfNames, name) ? (tfNames[name] ?? '') : name;
    return hideable.includes(own) ? [own] : [];
  });
  const show = read('show') as PaneName[];
  const presentation: Presentation = {
    show: given.show === undefined || show.length === 0 ? plain.show : show,
    controls: read('controls').filter((name) => name !== 'none'),
    hide: new Set([...read('hide'), ...tfHidden]),
    lock: new Set(read('lock')),
  };
  return { presentation, faults };
}

/** As parts of a link, in one order; nothing for what is as usual. */
export function writePresentation({ show, controls, hide, lock }: Presentation): string[] {
  const one = (key: List, names: readonly string[]) => (names.length > 0 ? [`${key}=${names.join(',')}`] : []);
  return [
    ...(show.join() === plain.show.join() ? [] : one('show', show)),
    ...one('controls', controls),
    ...one('hide', [...hide].sort()),
    ...one('lock', [...lock].sort()),
  ];
}
