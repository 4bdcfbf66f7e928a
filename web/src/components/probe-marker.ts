/** A mark on the map that tells what the network answers there. */
import { css, html } from 'lit';
import { answerOf, moved, type Place, Prober, placeOf, spoken } from '../answer.js';
import { t } from '../language.js';
import { setText } from './change.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const step = 0.1;

export class ProbeMarker extends Pane {
  static override styles = [
    shared,
    css`
      :host {
        display: contents;
      }

      .layer {
        grid-area: 1 / 2;
        position: relative;
        pointer-events: none;
        touch-action: none;
      }

      button {
        position: absolute;
        translate: -50% -50%;
        width: 28px;
        min-height: 0;
        height: 28px;
        padding: 0;
        border: 0;
        border-radius: 50%;
        background: none;
        pointer-events: auto;
        cursor: grab;
        touch-action: none;
      }

      button:active {
        cursor: grabbing;
      }

      button:hover:not(:disabled) {
        background: none;
      }

      svg {
        overflow: visible;
        stroke-linecap: round;
      }

      .halo {
        stroke: var(--surface);
        stroke-width: 5;
      }

      .mark {
        stroke: var(--ink);
        stroke-width: 2;
      }

      p {
        grid-area: 3 / 2;
        min-height: 22px;
        font-size: var(--text-s);
        line-height: 22px;
        color: var(--ink);
        overflow-wrap: anywhere;
      }

      @media (pointer: coarse) {
        button {
          width: 44px;
          height: 44px;
        }
      }
    `,
  ];
  readonly #prober = new Prober(
    () => this.model,
    (place, seen) => this.#answered(place, seen),
  );
  #at: Place = { x1: 0, x2: 0 };
  #dragged = false;
  #saidAt = Number.NEGATIVE_INFINITY;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => this.#prober.ask(this.#at));
    this.watch('run', () => this.#prober.ask(this.#at));
  }

  override firstUpdated(): void {
    this.moveTo(this.#at);
  }

  moveTo(place: Place): void {
    this.#at = place;
    const mark = this.renderRoot.querySelector('button');
    mark?.style.setProperty('left', `${((place.x1 + 6) / 12) * 100}%`);
    mark?.style.setProperty('top', `${((6 - place.x2) / 12) * 100}%`);
    this.#prober.ask(place);
  }

  override render() {
    const lines = 'M14 3v8M14 17v8M3 14h8M17 14h8';
    return html`<div class="layer">
        <button aria-label=${t('Probe')} aria-describedby="how answer" title=${t('Drag, or move with the arrow keys; Escape takes it away')}
          @pointerdown=${this.#grab} @pointermove=${this.#drag} @pointerup=${this.#drop} @pointercancel=${this.#drop}
          @keydown=${this.#press}>
          <svg viewBox="0 0 28 28" width="28" height="28" fill="none" aria-hidden="true">
            <path class="halo" d=${lines} /><path class="mark" d=${lines} />
          </svg>
        </button>
      </div>
      <p><span class="number" id="answer"></span><span class="spoken" id="how">${t('Move it with the arrow keys, in larger steps with Shift; Escape takes it away.')}</span>
        <span class="spoken" role="status" id="said"></span></p>`;
  }

  readonly #grab = (event: PointerEvent) => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#dragged = true;
  };

  readonly #drag = (event: PointerEvent) => {
    const layer = this.renderRoot.querySelector('.layer');
    if (this.#dragged && layer) this.moveTo(placeOf(event, layer));
  };

  readonly #drop = () => {
    this.#dragged = false;
  };

  readonly #press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      this.dispatchEvent(new Event('dh-close'));
      return;
    }
    const place = moved(this.#at, event.key, event.shiftKey ? 10 * step : step);
    if (!place) return;
    event.preventDefault();
    this.#saidAt = Number.NEGATIVE_INFINITY;
    this.moveTo(place);
  };

  /** Seen at once; said when it was moved, and else at most once in five seconds. */
  #answered(place: Place, seen: Float32Array): void {
    const { run } = this.model;
    const line = this.renderRoot.querySelector('#answer');
    const said = this.renderRoot.querySelector('#said');
    if (!run || !line || !said) return;
    const text = `${spoken(place)} → ${answerOf(run.layout, seen).parts.join(' · ')}`;
    setText(line, text);
    const now = performance.now();
    if (now - this.#saidAt < 5000 || said.textContent === text) return;
    this.#saidAt = now;
    said.textContent = text;
  }
}

customElements.define('dh-probe', ProbeMarker);
