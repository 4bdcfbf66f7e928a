/** What the colours of the output mean: classes with their shapes, or a scale of numbers. */
import { css, html } from 'lit';
import { t } from '../language.js';
import { mapColour, palettes, shapeOf } from '../palette.js';
import { namesOf, trace } from '../points.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const scaleWidth = 108;

export class Legend extends Pane {
  static override styles = [
    shared,
    css`
      :host,
      .scale {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--space-3);
        align-items: center;
      }

      .scale {
        gap: 6px;
        min-height: 26px;
      }

      .class {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-width: 0;
        min-height: 26px;
      }

      .class span {
        max-width: 12ch;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .class canvas {
        flex: none;
        width: 12px;
        height: 12px;
      }

      .scale canvas {
        width: ${scaleWidth}px;
        height: 12px;
        border-radius: 3px;
        outline: 1px solid var(--line);
      }
    `,
  ];
  protected override readonly topics = ['run' as const, 'view' as const];

  override render() {
    const layout = this.model.run?.layout;
    if (layout?.regression) {
      return html`<span class="scale left-to-right" role="img" aria-label=${t('Colours from −1, orange, through 0 to 1, blue')}>
        <span class="number">−1</span><canvas></canvas><span class="number">1</span></span>`;
    }
    return namesOf(layout ?? { classes: 2, classNames: [] }).map(
      (name) => html`<span class="class"><canvas aria-hidden="true"></canvas><span title=${name}>${name}</span></span>`,
    );
  }

  override updated(): void {
    const palette = palettes[this.model.theme];
    const scale = this.renderRoot.querySelector<HTMLCanvasElement>('.scale canvas');
    if (scale) this.#paintScale(scale);
    this.renderRoot.querySelectorAll<HTMLCanvasElement>('.class canvas').forEach((canvas, label) => {
      canvas.width = 24;
      canvas.height = 24;
      const context = canvas.getContext('2d');
      if (!context) return;
      context.fillStyle = palette.classes[label] ?? '';
      trace(context, shapeOf(label), 12, 12, 8);
      context.fill();
    });
  }

  #paintScale(canvas: HTMLCanvasElement): void {
    canvas.width = scaleWidth;
    canvas.height = 1;
    const context = canvas.getContext('2d');
    if (!context) return;
    for (let x = 0; x < scaleWidth; x += 1) {
      context.fillStyle = mapColour(palettes[this.model.theme], (2 * (x + 0.5)) / scaleWidth - 1);
      context.fillRect(x, 0, 1, 1);
    }
  }
}

customElements.define('dh-legend', Legend);
