/** Names of the element's attributes and of the properties that reflect them. What they mean is told in api.ts. */
import { settingKeys } from '../generated/setting-keys.js';

export const viewKeys = [
  'theme',
  'lang',
  'speed',
  'stepUnit',
  'discretize',
  'showTestData',
  'logLoss',
  'logSteps',
  'showAccuracy',
  'keepWeights',
  'edges',
  'panel',
] as const;

export const presentationKeys = ['show', 'controls', 'hide', 'lock'] as const;

export const ownKeys = [
  'state',
  'src',
  'heading',
  'alt',
  'home',
  'loading',
  'reveal',
  'poster',
  'autoplay',
  'until',
  'worker',
] as const;

/** `learningRate` is the attribute `learning-rate`. */
export const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const properties: readonly string[] = [...settingKeys, ...viewKeys, ...presentationKeys, ...ownKeys];

/** Attribute → property. */
export const propertyOf = new Map(properties.map((key) => [kebab(key), key]));

export const isSetting = (key: string) => (settingKeys as readonly string[]).includes(key);
export const isView = (key: string) => (viewKeys as readonly string[]).includes(key);
export const isPresentation = (key: string) => (presentationKeys as readonly string[]).includes(key);
