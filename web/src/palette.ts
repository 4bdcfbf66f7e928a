/**
 * The colours of data: the same in pictures, points and edges. Blue is positive, orange negative; classes have six
 * colours that stay apart under the common colour-blindnesses (tests/web/unit/palette.test.ts), and a shape each.
 */
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
    classes: ['#e08214', '#2166ac', '#117733', '#882255', '#d6c24a', '#66b8dd'],
  },
  dark: {
    negative: '#e08214',
    middle: '#15181b',
    positive: '#3d84cc',
    classes: ['#e08214', '#3d84cc', '#2f9e58', '#c2558f', '#d9cb6a', '#8fd0ee'],
  },
};

export const shapes = ['circle', 'square', 'triangle', 'diamond', 'cross', 'star'] as const;
export type Shape = (typeof shapes)[number];

export const classNames = ['orange', 'blue', 'green', 'purple', 'yellow', 'sky'] as const;

export function shapeOf(label: number): Shape {
  return shapes[label % shapes.length] ?? 'circle';
}

/** As `setColours` wants them: negative, middle, positive, then the classes. */
export function paletteBytes(palette: Palette): Uint8Array {
  const colours = [palette.negative, palette.middle, palette.positive, ...palette.classes];
  return Uint8Array.from(colours.flatMap(rgb));
}

export function rgb(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** `part` of `colour` over the background. */
export function mix(colour: string, background: string, part: number): string {
  const below = rgb(background);
  const channels = rgb(colour).map((value, index) => Math.round(value * part + (below[index] ?? 0) * (1 - part)));
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
