/** A whole state as a text: settings for the core, view, what is shown, points, and how far the training is. */
import { count } from './format.js';
import { t } from './language.js';
import { isPresentationKey, type Presentation, plain, readPresentation, writePresentation } from './presentation.js';
import { joinHash, splitHash, type ViewSettings } from './view-settings.js';

/** A training that a link asks for must end. */
export const mostLinkSteps = 1_000_000;

export interface Link {
  /** For the core, which says itself what it makes of it. */
  query: string;
  view: ViewSettings;
  presentation: Presentation;
  /** As they stand in the link. */
  points?: string;
  weights?: string;
  /** Updates to be made before it is shown. */
  step: number;
  faults: string[];
}

export function readLink(hash: string): Link {
  const given = new Map<string, string>();
  const rest: string[] = [];
  for (const part of hash.replace(/^#/, '').split('&')) {
    const [key = '', value = ''] = part.split('=', 2);
    if (isPresentationKey(key)) given.set(key, readable(value));
    else if (key === 'step' || key === 'weights') given.set(key, value);
    else rest.push(part);
  }
  const { presentation, faults } = readPresentation(Object.fromEntries(given));
  const weights = given.get('weights');
  const wanted = given.get('step') ?? '0';
  const step = /^\d{1,9}$/.test(wanted) ? Number(wanted) : -1;
  if (step < 0 || step > mostLinkSteps) {
    faults.push(t`“step” is a whole number from 0 to ${count(mostLinkSteps)}, not ${wanted.slice(0, 40)}.`);
  }
  return {
    ...splitHash(rest.join('&')),
    presentation,
    ...(weights === undefined ? {} : { weights }),
    step: Math.min(mostLinkSteps, Math.max(0, step)),
    faults,
  };
}

export interface LinkParts {
  query: string;
  view: ViewSettings;
  presentation?: Presentation;
  points?: string;
  weights?: string;
  step?: number;
}

/** The shortest text that brings all back. */
export function writeLink({
  query,
  view,
  presentation = plain,
  points = '',
  weights = '',
  step = 0,
}: LinkParts): string {
  const parts = [
    joinHash(query, view),
    ...writePresentation(presentation),
    points && `points=${points}`,
    step > 0 ? `step=${step}` : '',
    weights && `weights=${weights}`,
  ];
  return parts.filter(Boolean).join('&');
}

function readable(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}
