/** What an exercise asks for: `testAccuracy >= 0.95 & epoch <= 100`, or `diverges`. One reading for page and build. */
const measures = {
  epoch: 'the epoch',
  step: 'the step',
  trainLoss: 'the training loss',
  testLoss: 'the test loss',
  trainAccuracy: 'the training accuracy',
  testAccuracy: 'the test accuracy',
} as const;

export type Measure = keyof typeof measures;
export type Measures = Record<Measure, number>;

export interface Goals {
  /** In words, for the reader. */
  words: string;
  /** Whether it is about a number that overflows. */
  diverges: boolean;
  /** The name and value that a setting must have. */
  settings: [string, string][];
  isReached(measured: Measures): boolean;
}

const condition = /^\s*([A-Za-z]+)\s*(<=|>=)\s*([\d.e-]+)\s*$/;
const setting = /^\s*([A-Za-z0-9]+)\s*=\s*([\w:,.-]+)\s*$/;

/** The goal, or a sentence that says what is wrong with it. */
export function readGoals(text: string): Goals | string {
  const tests: ((measured: Measures) => boolean)[] = [];
  const words: string[] = [];
  const settings: [string, string][] = [];
  let diverges = false;
  for (const part of text.split('&')) {
    const [, name = '', sign = '', number = ''] = condition.exec(part) ?? [];
    const [, key, value] = setting.exec(part) ?? [];
    if (part.trim() === 'diverges') {
      diverges = true;
      words.push('the weights overflow');
    } else if (Object.hasOwn(measures, name) && number !== '' && Number.isFinite(Number(number))) {
      const measure = name as Measure;
      const bound = Number(number);
      tests.push((measured) => (sign === '<=' ? measured[measure] <= bound : measured[measure] >= bound));
      const shown = name.endsWith('Accuracy') ? `${Math.round(1000 * bound) / 10} %` : String(bound);
      words.push(`${measures[measure]} is ${shown} or ${sign === '<=' ? 'less' : 'more'}`);
    } else if (key && value) {
      settings.push([key, value]);
      words.push(`${key} is ${value}`);
    } else {
      return `“${part}” is no goal.`;
    }
  }
  return {
    words: words.join(', and '),
    diverges,
    settings,
    isReached: (measured) => tests.every((test) => test(measured)),
  };
}
