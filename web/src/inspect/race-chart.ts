/** The losses of several lanes on common axes. */
import { svg, type TemplateResult } from 'lit';
import { pathThrough, plot } from './plot.js';
import type { Axis, RaceMoment } from './racer.js';

export interface ChartWords {
  summary: string;
  axis: string;
}

export function raceChart(
  moments: readonly RaceMoment[],
  axis: Axis,
  log: boolean,
  { summary, axis: label }: ChartWords,
): TemplateResult {
  const lanes = moments[0]?.lanes.length ?? 0;
  const finite = (loss: number | null): loss is number => loss !== null && Number.isFinite(loss);
  const losses = moments.flatMap((moment) => moment.lanes.map(({ loss }) => loss).filter(finite));
  const first = Math.max(0.001, ...(moments[0]?.lanes.map(({ loss }) => loss ?? 0) ?? []));
  const top = Math.min(Math.max(...losses, 0.01), 3 * first);
  const bottom = Math.max(1e-8, Math.min(...losses.filter((loss) => loss > 0), top));
  const end = Math.max(
    ...moments.flatMap((moment) => moment.lanes.map((lane) => lane[axis])),
    axis === 'seconds' ? 1e-6 : 1,
  );
  return plot({
    summary,
    width: 460,
    height: 260,
    x: { label, domain: [0, end] },
    y: { label: '', domain: log ? [bottom, Math.max(top, bottom * 10)] : [0, top], log },
    marks: (scales) =>
      Array.from({ length: lanes }, (_, lane) => {
        const points = moments.map(({ lanes: all }) => {
          const { loss } = all[lane] ?? { loss: null };
          const shown = finite(loss) ? Math.min(loss, top) : null;
          return [all[lane]?.[axis] ?? 0, log && shown !== null && shown <= 0 ? null : shown] as const;
        });
        return svg`<path class="lane lane-${lane}" d=${pathThrough(points, scales)} />`;
      }),
  });
}
