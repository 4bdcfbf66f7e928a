/** The list of shortcuts. */
import { css, html } from 'lit';
import { t } from '../language.js';
import { chords, type Shortcut, shortcuts } from '../shortcuts.js';
import { dialogFrame } from './dialog-styles.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

export class HelpDialog extends Pane {
  static override styles = [
    shared,
    dialogFrame,
    css`
      dialog {
        width: min(440px, calc(100vw - 32px));
        padding: var(--space-6);
      }

      .head {
        display: flex;
        justify-content: space-between;
        align-items: center;
        margin-bottom: var(--space-3);
      }

      h2 {
        font-size: var(--text-l);
      }

      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: var(--space-2) var(--space-4);
        margin: 0;
      }

      dd {
        margin: 0;
        text-align: end;
      }

      kbd {
        padding: 2px 7px;
        border: 1px solid var(--line);
        border-bottom-width: 2px;
        border-radius: 4px;
        background: var(--surface);
        font: var(--text-s) var(--mono);
      }

      .second {
        margin: var(--space-4) 0 var(--space-2);
        font-size: var(--text-l);
      }

      .meanings {
        grid-template-columns: 112px 1fr;
        font-size: var(--text-s);
      }

      .meanings dd {
        text-align: start;
      }

      a {
        color: var(--accent);
      }

      p {
        margin-top: var(--space-4);
        font-size: var(--text-s);
      }
    `,
  ];

  async open(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="title" closedby="any">
      <div class="head">
        <h2 id="title">${t('Keyboard')}</h2>
        <button class="plain icon" aria-label=${t('Close')} @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${icons.close}</button>
      </div>
      <dl>
        ${shortcuts.map((shortcut) => row(shortcut, ''))}
        ${chords.map((shortcut) => row(shortcut, `${t('Ctrl')} `))}
        <dt>${t('This list')}</dt><dd><kbd>?</kbd></dd>
        <dt>${t('In the network: from neuron to weight to neuron')}</dt><dd><kbd>← ↑ → ↓</kbd></dd>
        <dt>${t('… set or freeze the weight or bias')}</dt><dd><kbd>${t('Enter')}</kbd></dd>
        <dt>${t('… zoom in, out, fit')}</dt><dd><kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd></dd>
        <dt>${t('In the loss chart: read the curve')}</dt><dd><kbd>← →</kbd></dd>
        <dt>${t('Drawing: move the cursor')}</dt><dd><kbd>← ↑ → ↓</kbd></dd>
        <dt>${t('Drawing: add a point, erase')}</dt><dd><kbd>${t('Enter')}</kbd> <kbd>${t('Del')}</kbd></dd>
      </dl>
      ${meanings()}
      <p class="soft">${t('Keys do nothing while you type into a field.')} <a href="./learn/tour.html">${t('A tour')}</a> · <a href="./docs/index.html">${t('Manual')}</a> ·
        <a href="./speed.html">${t('How fast is your browser?')}</a></p>
    </dialog>`;
  }
}

function row({ keys: [key = ''], label }: Shortcut, chord: string) {
  const name = key === ' ' ? t('Space') : key === 'Z' ? t('Shift Z') : key.toUpperCase();
  return html`<dt>${label}</dt><dd><kbd>${chord}${name}</kbd></dd>`;
}

/** What is to be seen, with its formula. */
function meanings() {
  const rows = [
    [t('Neuron'), t('its answer a = φ(Σ w x + b) over the plane')],
    [t('Line'), t('a weight w; or ∂J/∂w of the last batch; or Δw, what the last step added')],
    [t('Dot at a corner'), t('the bias b')],
    [t('Square on a line'), t('frozen: Δw = 0 in every step')],
    [t('Step'), t('θ := θ − η ∇J, for plain gradient descent')],
    [t('With penalty'), t('J + λR(θ), what training lessens')],
    [t('Undo'), t('of settings; a step back is an undo of training')],
  ];
  return html`<h2 class="second">${t('What you see')}</h2><dl class="meanings">${rows.map(
    ([name, meaning]) => html`<dt>${name}</dt><dd>${meaning}</dd>`,
  )}</dl>`;
}

customElements.define('dh-help', HelpDialog);
