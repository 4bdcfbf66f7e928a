/** How far and how fast: epoch, speed, engine and the fingerprint of the weights. */
import { css, html } from 'lit';
import { instructionsOf } from '../engine/protocol.js';
import { count, rate } from '../format.js';
import { t, textTable } from '../language.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const modes: Record<string, string> = textTable({ reproducible: 'reproducible', fast: 'fast' });

/** Digits that change faster than this cannot be read. */
const refreshAfter = 80;

export class Readout extends Pane {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        justify-content: safe flex-end;
        align-items: baseline;
        gap: 14px;
        white-space: nowrap;
        overflow: hidden;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }

      .number {
        color: var(--ink);
        display: inline-block;
      }

      .epoch {
        min-width: 6ch;
        font-size: var(--text-l);
        font-weight: 600;
      }

      .rate {
        min-width: 6ch;
        text-align: end;
      }

      .engine {
        overflow: hidden;
        text-overflow: ellipsis;
      }

      @container (min-width: 1100px) and (max-width: 1499px) {
        .engine {
          display: none;
        }
      }

      @container (max-width: 719px) {
        :host {
          flex-wrap: wrap;
          justify-content: space-between;
          gap: 0 14px;
        }
      }
    `,
  ];
  protected override readonly topics = ['run' as const, 'status' as const];
  #shown = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => {
      const now = performance.now();
      if (this.model.status === 'running' && now - this.#shown < refreshAfter) return;
      this.#shown = now;
      this.requestUpdate();
    });
  }

  override render() {
    const { run, frame, status, stepsPerSecond, place } = this.model;
    if (!run) return html`<span>${status === 'loading' ? t('Loading the engine') : ''}</span>`;
    const moving = status === 'running';
    return html`
      <span>${t('Epoch')} <span class="number epoch">${count(Math.floor(frame?.metrics.epoch ?? 0))}</span></span>
      ${
        moving
          ? html`<span><span class="number rate">${rate(stepsPerSecond.value / run.stepsPerEpoch)}</span> ${t('epochs/s')}</span>`
          : html`<span title=${t('Fingerprint of the weights: the same on every machine')}>${t('state')}
              <span class="number">${frame?.hash?.slice(0, 8) ?? '········'}</span></span>`
      }
      <span class="engine" title=${t`Kernels in use, numeric mode, and where they run: ${place}`}>${instructionsOf(run)} · ${modes[run.engine.mode] ?? ''}</span>
    `;
  }
}

customElements.define('dh-readout', Readout);
