/** Numbers as the page shows them: a fixed number of digits, so that nothing jumps. */
import { t, thousands } from './language.js';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const minus = '−';

/** The decimal sign is a point in every language, as in links, files and formulas; so a thousand never has one. */
export function count(value: number): string {
  return grouped.format(value).replaceAll(',', thousands());
}

/** With the tenths that are over, so that no epoch is told of before its end. */
export function epochs(value: number): string {
  const tenths = Math.floor(10 * value);
  return `${count(Math.floor(tenths / 10))}.${tenths % 10}`;
}

export function rate(value: number): string {
  if (value >= 10) return count(Number(value.toPrecision(3)));
  return value.toFixed(1);
}

/** Below 0.001 a power of ten, as wide as the four digits: a loss that is not 0 never reads as if it were. */
export function loss(value: number): string {
  if (!Number.isFinite(value)) return t('not a number');
  if (value >= 1000 || (value && value < 0.001)) return value.toExponential(1);
  return value.toFixed(value < 10 ? 4 : 2);
}

/** What is not quite 1 never reads as if it were. */
function shortOfOne(value: number, digits: number): number {
  return value < 1 ? Math.min(value, 1 - 10 ** -digits) : value;
}

/** Only the whole is 100.0 %: one point of ten thousand that is wrong shows. */
export function percent(part: number): string {
  return `${(100 * shortOfOne(part, 3)).toFixed(1)} %`;
}

export function signed(value: number, digits = 3): string {
  return `${value < 0 ? minus : ''}${Math.abs(value).toFixed(digits)}`;
}

/** R², which reads as 1 only where every answer is right to the last digit. */
export function rSquared(value: number, digits: number): string {
  return signed(shortOfOne(value, digits), digits);
}

/** Two or three digits of a number that may be small: 0.42, −0.013, 0.0024, 3.1e-5. */
export function brief(value: number): string {
  const size = Math.abs(value);
  const text =
    size === 0 || size >= 0.001
      ? size.toFixed(size >= 100 ? 0 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4)
      : size.toExponential(1);
  return `${value < 0 ? minus : ''}${text}`;
}
