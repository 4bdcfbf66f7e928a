/** Reset, step, play and speed. */
import { css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { speeds, viewTable } from '../view-settings.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';
import type { TimePanel } from './time.js';

export class Transport extends Pane {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }

      .play {
        width: 88px;
        font-weight: 600;
        gap: 6px;
      }

      .step {
        display: flex;
      }

      .step button {
        border-radius: var(--radius) 0 0 var(--radius);
        padding: 0 10px;
      }

      .step select {
        width: 76px;
        padding: 0 22px 0 8px;
        border-left: 0;
        border-radius: 0 var(--radius) var(--radius) 0;
      }

      .step .picker svg {
        right: 5px;
      }

      .step button + button {
        border-left: 0;
        border-radius: 0;
      }

      .speed {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-left: var(--space-2);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }

      .speed input {
        width: 84px;
      }

      .speed output {
        width: 92px;
        white-space: nowrap;
      }

      @container (min-width: 1100px) and (max-width: 1319px) {
        .speed span,
        .speed output {
          display: none;
        }
      }

      @container (max-width: 719px) {
        :host {
          justify-content: center;
        }

        .step .picker {
          display: none;
        }

        .step button:last-of-type {
          border-radius: 0 var(--radius) var(--radius) 0;
        }

        .speed {
          flex: 1 1 24px;
          margin-left: 0;
        }

        .speed input {
          width: 100%;
          min-width: 24px;
        }

        .speed span,
        .speed output {
          display: none;
        }
      }

      @container (max-width: 359px) {
        .play {
          width: 80px;
        }

        .speed {
          display: none;
        }
      }
    `,
  ];
  protected override readonly topics = ['status' as const, 'view' as const];
  #canGoBack = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => {
      if (this.#canGoBack !== this.#hasPast) this.requestUpdate();
    });
  }

  get #hasPast(): boolean {
    const { frame } = this.model;
    return frame !== null && frame.metrics.step > frame.reach.first;
  }

  override render() {
    const { model } = this;
    this.#canGoBack = this.#hasPast;
    const running = model.status === 'running';
    const speed = speeds.findIndex(({ value }) => value === model.view.speed);
    const pace = speeds[speed]?.label ?? '';
    const hides = (part: string) => model.hides(part);
    return html`
      <button class="icon" ?hidden=${hides('reset')} title="Reset to the same initial weights (R)" aria-label="Reset" aria-keyshortcuts="R"
        ?disabled=${!model.canTrain && model.status !== 'diverged'} @click=${() => model.reset()}>${icons.reset}</button>
      <div class="step" role="group" aria-label="Step" ?hidden=${hides('step')}>
        <button ?hidden=${hides('back')} title="One ${model.view.stepUnit} back (B)" aria-label="Step one ${model.view.stepUnit} back" aria-keyshortcuts="B"
          ?disabled=${!this.#canGoBack || model.status === 'running'} @click=${() => model.stepBack()}>${icons.back}</button>
        <button title="One ${model.view.stepUnit} (S)" aria-label="Step one ${model.view.stepUnit}" aria-keyshortcuts="S"
          ?disabled=${!model.canTrain} @click=${() => model.step()}>${icons.step}</button>
        <span class="picker">
          <select aria-label="Step unit" title="What one step is" @change=${(event: Event) =>
            model.setView('stepUnit', (event.target as HTMLSelectElement).value)}>
            ${viewTable.stepUnit.choices.map(
              ({ value, label }) =>
                html`<option value=${value} .selected=${live(value === model.view.stepUnit)}>${label}</option>`,
            )}
          </select>
          ${icons.down}
        </span>
      </div>
      <button class="primary play" ?hidden=${hides('play')} title="${running ? 'Pause' : 'Play'} (Space)" aria-keyshortcuts="Space"
        ?disabled=${!model.canTrain} @click=${() => model.toggle()}>
        ${running ? icons.pause : icons.play}${running ? 'Pause' : 'Play'}
      </button>
      <button class="icon" ?hidden=${hides('time')} aria-haspopup="dialog" aria-label="Time: go to a step, train until"
        title="Go to any step, train until a goal, speed (G)" @click=${() => this.openTime()}>${icons.clock}</button>
      <dh-time></dh-time>
      <label class="speed" ?hidden=${hides('speed')} title="How fast training runs"><span>Speed</span>
        <input type="range" aria-label="Speed" min="0" max=${speeds.length - 1} step="1" .value=${live(String(speed))}
          aria-valuetext=${pace} @input=${(event: Event) =>
            model.setView('speed', speeds[Number((event.target as HTMLInputElement).value)]?.value ?? 'max')} />
        <output>${pace}</output>
      </label>
    `;
  }

  async openTime(): Promise<void> {
    await import('./time.js');
    const button = this.renderRoot.querySelector('[aria-label^="Time"]');
    if (button) this.renderRoot.querySelector<TimePanel>('dh-time')?.open(this.model, button);
  }
}

customElements.define('dh-transport', Transport);
