/** A small map of the data on which a point is put by pointer, or moved with the arrow keys. */
import { css, html, svg, type TemplateResult } from 'lit';
import { plot } from './plot.js';

const edge = 6;
const pressed = 0.25;

export interface PickerState {
  label: string;
  /** x1, x2 and class or target of every point. */
  points: Float32Array;
  count: number;
  at: readonly [number, number];
  put: (x1: number, x2: number) => void;
}

const within = (value: number) => Math.min(edge, Math.max(-edge, Number(value.toFixed(2))));

export function pointPicker({ label, points, count, at, put }: PickerState): TemplateResult {
  const press = (event: KeyboardEvent) => {
    const step = {
      ArrowLeft: [-pressed, 0],
      ArrowRight: [pressed, 0],
      ArrowUp: [0, pressed],
      ArrowDown: [0, -pressed],
    }[event.key];
    if (!step) return;
    event.preventDefault();
    put(within(at[0] + (step[0] ?? 0)), within(at[1] + (step[1] ?? 0)));
  };
  return html`<div class="pick" tabindex="0" role="application" aria-label=${label} @keydown=${press}>${plot({
    summary: label,
    width: 220,
    height: 220,
    x: { label: '', domain: [-edge, edge], ticks: [-6, 0, 6] },
    y: { label: '', domain: [-edge, edge], ticks: [-6, 0, 6] },
    marks: (scales) => {
      const move = (event: PointerEvent) => {
        const [x1, x2] = scales.at(event);
        put(within(x1), within(x2));
      };
      const grab = (event: PointerEvent) => {
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
        move(event);
      };
      const drag = (event: PointerEvent) => {
        if ((event.currentTarget as Element).hasPointerCapture(event.pointerId)) move(event);
      };
      return [
        ...Array.from({ length: count }, (_, row) => row).map(
          (row) =>
            svg`<circle class=${(points[3 * row + 2] ?? 0) > 0 ? 'one' : 'other'} cx=${scales.x(points[3 * row] ?? 0)} cy=${scales.y(points[3 * row + 1] ?? 0)} r="2" />`,
        ),
        svg`<path class="cross" d=${`M${scales.x(at[0]) - 8} ${scales.y(at[1])}h16M${scales.x(at[0])} ${scales.y(at[1]) - 8}v16`} />`,
        svg`<rect class="catch" x=${scales.left} y=${scales.top} width=${scales.width} height=${scales.height} @pointerdown=${grab} @pointermove=${drag} />`,
      ];
    },
  })}</div>`;
}

export const pickerStyles = css`
  .pick {
    flex: none;
    inline-size: 220px;
  }

  .pick .one {
    fill: var(--positive);
  }

  .pick .other {
    fill: var(--negative);
  }

  .plot path.cross {
    stroke: var(--ink);
    stroke-width: 2.5;
  }

  .catch {
    fill: transparent;
    cursor: crosshair;
    touch-action: none;
  }
`;
