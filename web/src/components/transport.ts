/** Reset, step, play and speed. */
import { css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { t } from '../language.js';
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
        border-start-end-radius: 0;
        border-end-end-radius: 0;
        padding: 0 10px;
      }

      .step select {
        width: 76px;
        padding-block: 0;
        padding-inline: 8px 22px;
        border-inline-start: 0;
        border-start-start-radius: 0;
        border-end-start-radius: 0;
      }

      .step .picker svg {
        inset-inline-end: 5px;
      }

      .step button + button {
        border-inline-start: 0;
        border-radius: 0;
      }

      .speed {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-inline-start: var(--space-2);
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

      @container (min-width: 1300px) and (max-width: 1499px) {
        .speed span {
          display: none;
        }
      }

      @container (min-width: 1300px) and (max-width: 1399px) {
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
          border-start-end-radius: var(--radius);
          border-end-end-radius: var(--radius);
        }

        .speed {
          flex: 1 1 24px;
          margin-inline-start: 0;
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
    const unit = viewTable.stepUnit.choices.find(({ value }) => value === model.view.stepUnit)?.label;
    const speed = speeds.findIndex(({ value }) => value === model.view.speed);
    const pace = speeds[speed]?.label ?? '';
    const hides = (part: string) => model.hides(part);
    return html`
      <button class="icon" ?hidden=${hides('reset')} title=${t('Reset to the same initial weights (R)')} aria-label=${t('Reset')} aria-keyshortcuts="R"
        ?disabled=${!model.canTrain && model.status !== 'diverged'} @click=${() => model.reset()}>${icons.reset}</button>
      <div class="step left-to-right" role="group" aria-label=${t('Step')} ?hidden=${hides('step')}>
        <button ?hidden=${hides('back')} title=${t`One ${unit} back (B)`} aria-label=${t`Step one ${unit} back`} aria-keyshortcuts="B"
          ?disabled=${!this.#canGoBack || model.status === 'running'} @click=${() => model.stepBack()}>${icons.back}</button>
        <button title=${t`One ${unit} (S)`} aria-label=${t`Step one ${unit}`} aria-keyshortcuts="S"
          ?disabled=${!model.canTrain} @click=${() => model.step()}>${icons.step}</button>
        <span class="picker">
          <select aria-label=${t('Step unit')} title=${t('What one step is')} @change=${(event: Event) =>
            model.setView('stepUnit', (event.target as HTMLSelectElement).value)}>
            ${viewTable.stepUnit.choices.map(
              ({ value, label }) =>
                html`<option value=${value} .selected=${live(value === model.view.stepUnit)}>${label}</option>`,
            )}
          </select>
          ${icons.down}
        </span>
      </div>
      <button class="primary play" ?hidden=${hides('play')} title=${t`${running ? t('Pause') : t('Play')} (Space)`} aria-keyshortcuts="Space"
        ?disabled=${!model.canTrain} @click=${() => model.toggle()}>
        ${running ? icons.pause : icons.play}${running ? t('Pause') : t('Play')}
      </button>
      <button class="icon" ?hidden=${hides('time')} aria-haspopup="dialog" aria-label=${t('Time: go to a step, train until')}
        title=${t('Go to any step, train until a goal, speed (G)')} @click=${() => this.openTime()}>${icons.clock}</button>
      <dh-time></dh-time>
      <label class="speed" ?hidden=${hides('speed')} title=${t('How fast training runs')}><span>${t('Speed')}</span>
        <input type="range" aria-label=${t('Speed')} min="0" max=${speeds.length - 1} step="1" .value=${live(String(speed))}
          aria-valuetext=${pace} @input=${(event: Event) =>
            model.setView('speed', speeds[Number((event.target as HTMLInputElement).value)]?.value ?? 'max')} />
        <output>${pace}</output>
      </label>
    `;
  }

  async openTime(): Promise<void> {
    await import('./time.js');
    const button = this.renderRoot.querySelector<HTMLElement>('[aria-label^="Time"]');
    if (button) this.renderRoot.querySelector<TimePanel>('dh-time')?.open(this.model, button);
  }
}

customElements.define('dh-transport', Transport);
