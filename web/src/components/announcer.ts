/** Says politely how training goes, at most once in five seconds. */
import { css, html } from 'lit';
import { describeProgress } from '../describe.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const quietFor = 5000;

export class Announcer extends Pane {
  /** At the top, so that what is only said does not make the page longer. */
  static override styles = [
    shared,
    css`
      :host {
        position: absolute;
        top: 0;
      }
    `,
  ];
  #last = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => this.#soon());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    return html`<p class="spoken" role="status" aria-live="polite">${describeProgress(this.model)}</p>`;
  }

  #soon(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#last = performance.now();
        this.requestUpdate();
      },
      Math.max(300, quietFor - (performance.now() - this.#last)),
    );
  }
}

customElements.define('dh-announcer', Announcer);
