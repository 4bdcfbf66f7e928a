/** Typed access to the core's table of settings, which the build writes to generated/settings.ts. */
import { settingsTable } from './generated/settings.js';
import { textTable } from './language.js';

interface Common {
  key: string;
  label: string;
  group: string;
  default: string;
  /** Takes effect in the running training; otherwise the run begins anew. */
  live: boolean;
  help: string;
  /** The paper's, if it has one. */
  symbol?: string;
  /** What makes it matter, as `key=value|value`; always if empty. */
  when: string;
}

export interface ChoiceSetting extends Common {
  type: 'choice';
  choices: readonly { value: string; label: string }[];
}

export interface NumberSetting extends Common {
  type: 'number' | 'integer';
  min: number;
  max: number;
  step: number;
  scale: 'linear' | 'log';
}

export interface FeaturesSetting extends Common {
  type: 'features';
  choices: readonly { value: string; label: string }[];
}

export interface LayersSetting extends Common {
  type: 'layers';
  maxLayers: number;
  maxUnits: number;
}

export type Setting = ChoiceSetting | NumberSetting | FeaturesSetting | LayersSetting;

interface ByType {
  choice: ChoiceSetting;
  number: NumberSetting;
  integer: NumberSetting;
  features: FeaturesSetting;
  layers: LayersSetting;
}

export const settings = textTable(settingsTable.settings as unknown as readonly Setting[], 'label', 'help');

export function settingOf<T extends keyof ByType>(key: string, ...types: T[]): ByType[T] {
  const setting = settings.find((candidate) => candidate.key === key);
  if (!setting || !(types as string[]).includes(setting.type)) {
    throw new Error(`The settings table has no ${types.join(' or ')} called ${key}.`);
  }
  return setting as ByType[T];
}

/** Settings as in a link, in words. */
export function tellSettings(query: string): string {
  const tell = (part: string) => {
    const [key = '', value = ''] = part.split('=', 2);
    const setting = settings.find((candidate) => candidate.key === key);
    const choice = setting && 'choices' in setting ? setting.choices.find((each) => each.value === value) : undefined;
    return `${setting?.label ?? key} ${choice?.label ?? value}`;
  };
  return query.split('&').filter(Boolean).map(tell).join(', ');
}

/** Whether a setting does anything beside the others, by the core's word. */
export function matters({ when }: Setting, values: Readonly<Record<string, string>>): boolean {
  const [key = '', wanted = ''] = when.split('=');
  return when === '' || wanted.split('|').includes(values[key] ?? '');
}
