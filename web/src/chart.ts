/** What all charts of losses have in common. */
import type uPlot from 'uplot';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

export const short = (value: number | null) => {
  if (value === null) return '';
  const plain = value === 0 || (Math.abs(value) >= 0.01 && Math.abs(value) < 1e6);
  return plain ? compact.format(value) : value.toExponential(0).replace('+', '');
};

export type Colours = (name: string) => string;

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(name).trim();
}

export interface Looks {
  colour: Colours;
  logX: boolean;
  logY: boolean;
  /** An axis on the right, from 0 to 100 %. */
  shares: boolean;
}

export function baseOptions({ colour, logX, logY, shares }: Looks): Pick<uPlot.Options, 'scales' | 'axes' | 'padding'> {
  const axis: uPlot.Axis = {
    stroke: colour('--ink-soft'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: `12px ${colour('--font')}`,
  };
  const ticks = (_: uPlot, values: number[]) => values.map(short);
  return {
    padding: [8, shares ? 0 : 14, 0, 0],
    scales: {
      x: { time: false, distr: logX ? 3 : 1 },
      y: logY ? { distr: 3 } : { range: (_, __, max) => [0, max > 0 ? max * 1.05 : 1] },
      share: { range: [0, 1] },
    },
    axes: [
      { ...axis, size: 26, gap: 4, space: 70, values: ticks },
      { ...axis, size: 42, gap: 6, space: 34, values: ticks },
      ...(shares
        ? [
            {
              ...axis,
              scale: 'share',
              side: 1 as const,
              size: 44,
              gap: 4,
              grid: { show: false },
              values: (_: uPlot, values: number[]) => values.map((value) => `${Math.round(100 * value)} %`),
            },
          ]
        : []),
    ],
  };
}

/** Lines that lie behind, told apart by colour and dash. */
export const ghostLooks = [
  { colour: '--ghost-1', dash: [6, 3] },
  { colour: '--ghost-2', dash: [2, 3] },
  { colour: '--ghost-3', dash: [10, 3, 2, 3] },
  { colour: '--ghost-4', dash: [4, 4] },
  { colour: '--ghost-5', dash: [1, 2] },
];
