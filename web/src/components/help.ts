/** The list of shortcuts. */
import { css, html } from 'lit';
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
        text-align: right;
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
        text-align: left;
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

  open(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="title" closedby="any">
      <div class="head">
        <h2 id="title">Keyboard</h2>
        <button class="plain icon" aria-label="Close" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${icons.close}</button>
      </div>
      <dl>
        ${shortcuts.map((shortcut) => row(shortcut, ''))}
        ${chords.map((shortcut) => row(shortcut, 'Ctrl '))}
        <dt>This list</dt><dd><kbd>?</kbd></dd>
        <dt>In the network: from neuron to weight to neuron</dt><dd><kbd>← ↑ → ↓</kbd></dd>
        <dt>… set or freeze the weight or bias</dt><dd><kbd>Enter</kbd></dd>
        <dt>… zoom in, out, fit</dt><dd><kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd></dd>
        <dt>In the loss chart: read the curve</dt><dd><kbd>← →</kbd></dd>
        <dt>Drawing: move the cursor</dt><dd><kbd>← ↑ → ↓</kbd></dd>
        <dt>Drawing: add a point, erase</dt><dd><kbd>Enter</kbd> <kbd>Del</kbd></dd>
      </dl>
      ${meanings()}
      <p class="soft">Keys do nothing while you type into a field. <a href="./learn/tour.html">A tour</a> · <a href="./docs/index.html">Manual</a> ·
        <a href="./speed.html">How fast is your browser?</a></p>
    </dialog>`;
  }
}

function row({ keys: [key = ''], label }: Shortcut, chord: string) {
  const name = key === ' ' ? 'Space' : key === 'Z' ? 'Shift Z' : key.toUpperCase();
  return html`<dt>${label}</dt><dd><kbd>${chord}${name}</kbd></dd>`;
}

/** What is to be seen, with its formula. */
function meanings() {
  const rows = [
    ['Neuron', 'its answer a = φ(Σ w x + b) over the plane'],
    ['Line', 'a weight w; or ∂J/∂w of the last batch; or Δw, what the last step added'],
    ['Dot at a corner', 'the bias b'],
    ['Square on a line', 'frozen: Δw = 0 in every step'],
    ['Step', 'θ := θ − η ∇J, for plain gradient descent'],
    ['With penalty', 'J + λR(θ), what training lessens'],
    ['Undo', 'of settings; a step back is an undo of training'],
  ];
  return html`<h2 class="second">What you see</h2><dl class="meanings">${rows.map(
    ([name, meaning]) => html`<dt>${name}</dt><dd>${meaning}</dd>`,
  )}</dl>`;
}

customElements.define('dh-help', HelpDialog);
