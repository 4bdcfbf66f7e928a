/** What is drawn with, and the controls that choose it. */
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { signed } from '../format.js';
import { t } from '../language.js';

export interface Brush {
  label: number;
  /** The number that is painted, where a number is learnt. */
  target: number;
  erasing: boolean;
  radius: number;
  /** Points at a time. */
  spray: number;
}

export const firstBrush: Brush = { label: 0, target: 1, erasing: false, radius: 0.6, spray: 4 };

const leastEraser = 0.25;

export const reachOf = ({ erasing, radius }: Brush) => (erasing ? Math.max(leastEraser, radius) : radius);

type Change = (change: Partial<Brush>) => void;

/** The classes by their names, or paint for numbers, and the eraser. */
export function brushChoice({ label, erasing }: Brush, names: readonly string[] | null, change: Change) {
  return html`<fieldset><legend class="spoken">${t('Brush')}</legend>
    ${names?.map(
      (name, k) => html`<label class="swatch" title=${name}>
        <input type="radio" name="brush" value=${k} aria-label=${name} .checked=${live(!erasing && label === k)}
          @change=${() => change({ label: k, erasing: false })} /><canvas aria-hidden="true"></canvas></label>`,
    )}
    ${
      names
        ? ''
        : html`<label class="swatch wide"><input type="radio" name="brush" value="number" .checked=${live(!erasing)}
            @change=${() => change({ erasing: false })} />${t('Paint')}</label>`
    }
    <label class="swatch wide" title=${t('Takes points away')}><input type="radio" name="brush" value="eraser"
      .checked=${live(erasing)} @change=${() => change({ erasing: true })} />${t('Eraser')}</label>
  </fieldset>`;
}

export function brushSliders({ target, radius, spray }: Brush, regression: boolean, change: Change) {
  const number = slider('Number', 'target', [-1, 1, 0.05], target, signed(target, 2), (value) =>
    change({ target: value, erasing: false }),
  );
  const size = slider(t('Size'), 'size', [0.1, 3, 0.1], radius, radius.toFixed(1), (value) =>
    change({ radius: value }),
  );
  const count = slider(t('Spray'), 'spray', [1, 20, 1], spray, String(spray), (value) => change({ spray: value }));
  return html`<div class="sliders">${regression ? number : ''}${size}${count}</div>`;
}

function slider(
  label: string,
  name: string,
  [min, max, step]: [number, number, number],
  value: number,
  text: string,
  set: (value: number) => void,
) {
  return html`<label class=${name}>${label}<input type="range" name=${name} min=${min} max=${max} step=${step}
    aria-valuetext=${text} .value=${live(String(value))} @input=${(event: Event) =>
      set(Number((event.target as HTMLInputElement).value))} /><output class="number">${text}</output></label>`;
}
