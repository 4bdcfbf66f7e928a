/**
 * The colours of data: the same in pictures, points and edges. Blue is positive, orange negative; classes have six
 * colours that stay apart under the common colour-blindnesses (tests/web/unit/palette.test.ts), and a shape each.
 */
import { textTable } from './language.js';

export type Theme = 'light' | 'dark';

export interface Palette {
  negative: string;
  middle: string;
  positive: string;
  classes: readonly string[];
}

export const palettes: Record<Theme, Palette> = {
  light: {
    negative: '#e08214',
    middle: '#f7f6f3',
    positive: '#2166ac',
    classes: ['#e08214', '#2166ac', '#194e1e', '#6d236a', '#f0cc17', '#53beda'],
  },
  dark: {
    negative: '#e08214',
    middle: '#15181b',
    positive: '#3d84cc',
    classes: ['#e08214', '#3d84cc', '#2fdc8a', '#e0407f', '#f1e850', '#b2d8e8'],
  },
};

export const shapes = ['circle', 'square', 'triangle', 'diamond', 'cross', 'star'] as const;
export type Shape = (typeof shapes)[number];

/** The colours by name. */
export const classNames = textTable(['orange', 'blue', 'green', 'purple', 'yellow', 'sky']);

export function shapeOf(label: number): Shape {
  return shapes[label % shapes.length] ?? 'circle';
}

/** Areas are paler than the points on them. */
const areaStrength = 0.72;

/** As `setColours` wants them: negative, middle, positive, then the classes. */
export function paletteBytes({ negative, middle, positive, classes }: Palette): Uint8Array {
  const colours = [negative, middle, positive, ...classes].map((colour) => mix(colour, middle, areaStrength));
  return Uint8Array.from(colours.flatMap(rgb));
}

export function rgb(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** The colour of a number from −1 to 1. */
export function diverging({ negative, middle, positive }: Palette, value: number): string {
  return mix(value < 0 ? negative : positive, middle, Math.min(1, Math.abs(value)));
}

/** Of the same number as an area. */
export function mapColour(palette: Palette, value: number): string {
  return mix(diverging(palette, value), palette.middle, areaStrength);
}

/** `part` of `colour` over the background. */
export function mix(colour: string, background: string, part: number): string {
  const below = rgb(background);
  const channels = rgb(colour).map((value, index) => Math.round(value * part + (below[index] ?? 0) * (1 - part)));
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
