/** A landscape from above: contours on a logarithmic scale, the path, and where the run is. */
import { contours } from 'd3-contour';
import { svg, type TemplateResult } from 'lit';
import { pathThrough, plot } from './plot.js';

const levels = 14;

export interface Landscape {
  side: number;
  s: [number, number];
  t: [number, number];
  values: Float64Array;
  path: readonly (readonly [number, number])[];
  here: readonly [number, number] | null;
}

/** Thresholds that are dense where the loss is small. */
function thresholdsOf(values: Float64Array): number[] {
  const finite = [...values].filter(Number.isFinite).sort((a, b) => a - b);
  const low = finite[0] ?? 0;
  const high = finite[Math.floor(0.97 * (finite.length - 1))] ?? 1;
  const span = Math.max(high - low, 1e-12);
  return Array.from({ length: levels }, (_, k) => low + span * ((1.35 ** k - 1) / (1.35 ** levels - 1)));
}

export function contourMap({ side, s, t, values, path, here }: Landscape, summary: string): TemplateResult {
  const filled = Float64Array.from(values, (value) => (Number.isFinite(value) ? value : 1e30));
  const rings = contours().size([side, side]).thresholds(thresholdsOf(values))([...filled]);
  return plot({
    summary,
    width: 380,
    height: 360,
    x: { label: '', domain: s },
    y: { label: '', domain: t },
    marks: (scales) => {
      const x = (column: number) => scales.x(s[0] + ((column - 0.5) / (side - 1)) * (s[1] - s[0]));
      const y = (row: number) => scales.y(t[0] + ((row - 0.5) / (side - 1)) * (t[1] - t[0]));
      const outline = (polygons: number[][][][]) =>
        polygons
          .flatMap((polygon) =>
            polygon.map(
              (ring) => `M${ring.map(([c = 0, r = 0]) => `${x(c).toFixed(1)} ${y(r).toFixed(1)}`).join('L')}Z`,
            ),
          )
          .join('');
      return [
        svg`<rect class="ground" x=${scales.left} y=${scales.top} width=${scales.width} height=${scales.height} />`,
        ...rings.map(
          (ring, level) =>
            svg`<path class="ring" fill-opacity=${(0.9 / levels).toFixed(3)} d=${outline(ring.coordinates as number[][][][])} data-level=${level} />`,
        ),
        svg`<path class="way" d=${pathThrough(path, scales)} />`,
        here ? svg`<circle class="here" cx=${scales.x(here[0])} cy=${scales.y(here[1])} r="5" />` : svg``,
      ];
    },
  });
}
