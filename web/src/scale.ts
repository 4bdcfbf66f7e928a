/** Slider positions and the values behind them. */
import type { NumberSetting } from './settings.js';

export const positions = 1000;

type Range = Pick<NumberSetting, 'min' | 'max' | 'step' | 'scale' | 'type'>;

/** Three decades do not fit on a linear slider. */
const isLog = ({ min, max, scale }: Range) => scale === 'log' || (min > 0 && max / min >= 1000);

/** Values that no slider can aim at are only typed. */
export const hasSlider = ({ min, max, step }: Range) => step === 0 || (max - min) / step <= 10 * positions;

export function toPosition(range: Range, value: number): number {
  const { min, max } = range;
  const part = isLog(range) ? Math.log(Math.max(value, min) / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.round(positions * Math.min(1, Math.max(0, part)));
}

/** A logarithmic slider stops at values of two digits, a linear one at its steps. */
export function toValue(range: Range, position: number): number {
  const { min, max, step, type } = range;
  const part = position / positions;
  if (isLog(range)) {
    const value = Number((min * (max / min) ** part).toPrecision(2));
    const rounded = type === 'integer' ? Math.round(value) : value;
    return Math.min(max, Math.max(min, rounded));
  }
  const grid = step > 0 ? step : (max - min) / positions;
  const value = min + Math.round((part * (max - min)) / grid) * grid;
  return Math.min(max, Math.max(min, Number(value.toPrecision(7))));
}

/** One key press: a step of a linear slider, a tenth more or less of a logarithmic one. */
export function pressOf(range: Range): number {
  if (isLog(range)) return positions / 50;
  return Math.max(1, (positions * (range.step || 1)) / (range.max - range.min));
}
