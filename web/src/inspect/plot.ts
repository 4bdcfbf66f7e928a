/** Charts of a panel: an SVG with axes, drawn anew with every answer. Long curves are uPlot's business. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { css, nothing, svg, type TemplateResult } from 'lit';

export interface Axis {
  label: string;
  /** From smaller to larger; on a logarithmic axis both above 0. */
  domain: [number, number];
  log?: boolean;
  /** Ticks at these values only. */
  ticks?: number[];
  format?: (value: number) => string;
}

export interface Scales {
  x: (value: number) => number;
  y: (value: number) => number;
  /** The values at a place of the pointer. */
  at: (event: PointerEvent) => [x: number, y: number];
  /** The plane of the plot, in units of the SVG. */
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Plot {
  /** What is to be seen, in words: the picture's text twin. */
  summary: string;
  x: Axis;
  y: Axis;
  width?: number;
  height?: number;
  marks: (scales: Scales) => TemplateResult | TemplateResult[];
}

const margin = { left: 56, right: 12, top: 10, bottom: 34 };

export function plainNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e4 || size < 1e-3) return value.toExponential(0).replace('e+', 'e').replace('-', '−');
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

function scaleOf({ domain, log }: Axis, range: [number, number]) {
  const [low, high] = domain;
  if (log)
    return scaleLog()
      .domain([Math.max(low, 1e-300), Math.max(high, 1e-299)])
      .range(range)
      .clamp(true);
  return scaleLinear()
    .domain(low === high ? [low - 1, high + 1] : domain)
    .range(range);
}

/** At most about `most` ticks; those of a logarithmic axis are powers of ten. */
function ticksOf(axis: Axis, scale: ReturnType<typeof scaleOf>, most: number): number[] {
  if (axis.ticks) return axis.ticks;
  if (!axis.log) return scale.ticks(most);
  const powers = scale.ticks().filter((tick) => Math.abs(Math.log10(tick) % 1) < 1e-9);
  const every = Math.max(1, Math.ceil(powers.length / most));
  return powers.filter((_, index) => index % every === 0);
}

/** As many digits as tell one tick from the next. */
function formatOf(axis: Axis, scale: ReturnType<typeof scaleOf>): (value: number) => string {
  if (axis.log || axis.ticks) return plainNumber;
  const exact = scale.tickFormat(5);
  return (value) => {
    const text = exact(value);
    return text.length > 7 ? value.toExponential(1).replace('-', '−').replace('e-', 'e−') : text;
  };
}

export function plot({ summary, x, y, width = 360, height = 240, marks }: Plot): TemplateResult {
  const right = width - margin.right;
  const bottom = height - margin.bottom;
  const scaleX = scaleOf(x, [margin.left, right]);
  const scaleY = scaleOf(y, [bottom, margin.top]);
  const scales: Scales = {
    x: (value) => scaleX(value),
    y: (value) => scaleY(value),
    at: ({ clientX, clientY, currentTarget }) => {
      const svg = (currentTarget as SVGElement).ownerSVGElement ?? (currentTarget as SVGSVGElement);
      const box = svg.getBoundingClientRect();
      return [
        scaleX.invert(((clientX - box.left) / box.width) * width),
        scaleY.invert(((clientY - box.top) / box.height) * height),
      ];
    },
    left: margin.left,
    top: margin.top,
    width: right - margin.left,
    height: bottom - margin.top,
  };
  const formatX = x.format ?? formatOf(x, scaleX);
  const formatY = y.format ?? formatOf(y, scaleY);
  return svg`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label=${summary}>
    <g class="grid" aria-hidden="true">
      ${ticksOf(x, scaleX, 6).map(
        (tick) => svg`<line x1=${scaleX(tick)} x2=${scaleX(tick)} y1=${margin.top} y2=${bottom} />
          <text x=${scaleX(tick)} y=${bottom + 14} text-anchor="middle">${formatX(tick)}</text>`,
      )}
      ${ticksOf(y, scaleY, 5).map(
        (tick) => svg`<line x1=${margin.left} x2=${right} y1=${scaleY(tick)} y2=${scaleY(tick)} />
          <text x=${margin.left - 6} y=${scaleY(tick) + 4} text-anchor="end">${formatY(tick)}</text>`,
      )}
      <text class="label" x=${(margin.left + right) / 2} y=${height - 4} text-anchor="middle">${x.label}</text>
      ${
        y.label
          ? svg`<text class="label" transform="translate(11 ${(margin.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${y.label}</text>`
          : nothing
      }
    </g>
    <g class="marks" aria-hidden="true">${marks(scales)}</g>
  </svg>`;
}

/** A polyline through the points; what is not finite interrupts it. */
export function pathThrough(points: readonly (readonly [number, number | null])[], { x, y }: Scales): string {
  let path = '';
  let pen = 'M';
  for (const [px, py] of points) {
    if (py === null || !Number.isFinite(py)) {
      pen = 'M';
      continue;
    }
    path += `${pen}${x(px).toFixed(1)} ${y(py).toFixed(1)}`;
    pen = 'L';
  }
  return path;
}

export const plotStyles = css`
  .plot {
    width: 100%;
    max-width: 440px;
    height: auto;
    overflow: visible;
    font: 11px var(--font);
    fill: var(--ink-soft);
  }

  .plot .grid line {
    stroke: var(--line);
  }

  .plot .label {
    fill: var(--ink);
  }

  .plot path,
  .plot polyline {
    fill: none;
    stroke: var(--accent);
    stroke-width: 1.75;
    stroke-linejoin: round;
  }

  .plot .soft {
    stroke: var(--edge);
    stroke-dasharray: 4 3;
  }
`;
