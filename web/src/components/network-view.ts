/** What stands around and in the drawing of the network. */
import { html, svg } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Layout } from '../engine/module.js';
import { brief } from '../format.js';
import { type Geometry, networkText } from '../geometry.js';
import { t, textTable } from '../language.js';
import type { Playground } from '../playground.js';
import { settingOf } from '../settings.js';
import { viewTable } from '../view-settings.js';
import { icons } from './icons.js';
import { mostLines } from './line-painter.js';
import { stepper } from './stepper.js';
import { mostZoom, type Viewport } from './viewport.js';

export function networkHeader(model: Playground, viewport: Viewport, layout: Layout | undefined) {
  if (!layout) return html`<header><h2>${t('Network')}</h2></header>`;
  const { maxLayers } = settingOf('network', 'layers');
  const { zoom, least } = viewport;
  const percent = `${Math.round(100 * zoom)} %`;
  const button = (label: string, icon: unknown, act: () => void, off: boolean) =>
    html`<button class="plain" aria-label=${label} title=${t`${label} (Ctrl and wheel)`} ?disabled=${off} @click=${act}>${icon}</button>`;
  return html`<header>
    <h2>${t('Network')}</h2>
    <label class="kind" ?hidden=${model.hides('edges')}>${t('lines')}
      <span class="picker"><select aria-label=${t('What the lines show')} title=${t('What the lines between the neurons show (E)')}
        @change=${(event: Event) => model.setView('edges', (event.target as HTMLSelectElement).value)}>
        ${viewTable.edges.choices.map(
          ({ value, label }) =>
            html`<option value=${value} .selected=${live(value === model.view.edges)}>${label}</option>`,
        )}
      </select>${icons.down}</span></label>
    <span class="zoom" role="group" aria-label=${t('Zoom')}>
      ${button(t('Zoom out'), icons.minus, viewport.out, zoom <= least)}
      <button class="plain number percent" aria-label=${t`Zoom to fit, now ${percent}`}
        title=${t('Show the whole network (0)')} @click=${viewport.fit}>${percent}</button>
      ${button(t('Zoom in'), icons.plus, viewport.in, zoom >= mostZoom)}
    </span>
    <span class="depth soft" ?hidden=${model.hides('layers') || model.isLocked('network')}>${stepper(
      t('hidden layers'),
      layout.layers.length - 1,
      0,
      maxLayers,
      (next) => setDepth(model, layout, next),
    )} ${t('hidden layers')}</span>
  </header>`;
}

/** A new layer is as wide as the last one. */
function setDepth(model: Playground, layout: Layout, depth: number): void {
  const common = model.run?.settings.activation ?? '';
  const hidden = layout.layers.slice(0, -1);
  const added = hidden.at(-1) ?? { units: 4, activation: common };
  const layers = Array.from({ length: depth }, (_, index) => hidden[index] ?? added);
  model.change('network', networkText(layers, common));
}

export interface DrawingActions {
  press(event: KeyboardEvent): void;
  enter(event: Event): void;
  leave(): void;
  click(event: MouseEvent): void;
  move(event: PointerEvent): void;
}

export function drawing({ width, height, side, columns, gaps }: Geometry, actions: DrawingActions) {
  const nodes = columns.flat();
  const weights = gaps.reduce((sum, edges) => sum + edges.length, 0);
  const half = side / 2;
  return html`<div class="drawing" @keydown=${actions.press} @focusin=${actions.enter} @focusout=${actions.leave}
    @click=${actions.click} @pointermove=${actions.move} @pointerleave=${actions.leave}>
    <svg class=${side < 16 ? 'tiny' : side < 34 ? 'small' : ''} width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="group"
      aria-label=${t`The network, ${nodes.length} neurons and ${weights} weights. Arrow keys go from one to the next, Enter edits its number.`}>
      <path class="halo" />
      ${[0, 1].map(() => svg`<g class="edge" role="button" aria-haspopup="dialog" tabindex="-1" display="none"><path /></g>`)}
      ${nodes.map(
        (
          node,
          index,
        ) => svg`<g class="node" role=${node.bias === null ? 'img' : 'button'} data-spot=${index} tabindex="-1">
          <rect x=${node.x - half} y=${node.y - half} width=${side} height=${side} rx=${Math.min(4, side / 5)} />
          ${node.bias === null || side < 12 ? '' : svg`<circle class="bias" cx=${node.x - half} cy=${node.y + half}/>`}
          ${node.column === 0 ? svg`<text x=${node.x - half - Math.min(7, side / 8)} y=${node.y + 4.5}>${node.name}</text>` : ''}</g>`,
      )}
    </svg>
  </div>`;
}

const meanings: Record<string, string> = textTable({
  weight: 'weight w: blue positive, orange negative',
  gradient: 'gradient ∂J/∂w of the last batch: violet positive, green negative',
  update: 'Δw, what the last step added: violet positive, green negative',
});

/** What width and colour of a line mean, and which number has the full width. */
export function legend(kind: string, scale: number, steps: number, { layers, inputs }: Layout) {
  const widths = [inputs.length, ...layers.map(({ units }) => units)];
  const isThinned = widths.some((width, index) => index > 0 && width * (widths[index - 1] ?? 0) > mostLines);
  if (kind !== 'weight' && steps === 0) {
    return html`<p class="legend soft">${
      kind === 'gradient'
        ? t('No step was made yet, so there is no gradient to show.')
        : t('No step was made yet, so there is no update to show.')
    }</p>`;
  }
  return html`<p class="legend soft ${kind === 'weight' ? '' : 'other'}">
    <span class="ramp"><span class="number">${brief(-scale)}</span><i></i><i></i><span class="number">${brief(scale)}</span></span>
    <span>${meanings[kind]}</span>
    <span><span class="frozen-mark"></span>${t('frozen')}</span>
    ${isThinned ? html`<span>${t`the ${mostLines} strongest between two layers are drawn`}</span>` : ''}
  </p>`;
}
