/** "How fast is your browser?": the workloads of the benchmarks, timed here, beside published figures of others. */
import { html, LitElement, type PropertyDeclarations } from 'lit';
import { icons } from '../components/icons.js';
import { shared } from '../components/styles.js';
import { enginesHere, SpeedBench, type SpeedOptions, type SpeedResult } from './bench.js';
import published from './published.json';
import { asJson, asText } from './report.js';
import { speedStyles } from './styles.js';
import { engines, peakTask, type SpeedTask, spoken, tasks } from './tasks.js';
import { words } from './words.js';

interface Published {
  task: string;
  peer: string;
  /** Its time over Downhill's SIMD there. */
  ratio: number;
  seconds: number;
}

const ratioText = (ratio: number) =>
  ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2);

export class SpeedPage extends LitElement {
  static override styles = [shared, speedStyles];
  static override properties: PropertyDeclarations = {
    results: { state: true },
    done: { state: true },
    all: { state: true },
    running: { state: true },
    said: { state: true },
    shownText: { state: true },
  };
  declare results: SpeedResult[];
  declare private done: number;
  declare private all: number;
  declare private running: boolean;
  declare private said: string;
  declare private shownText: string;
  #seconds = 0.15;
  #bench = new SpeedBench();

  constructor() {
    super();
    this.results = [];
    this.done = 0;
    this.all = 0;
    this.running = false;
    this.said = '';
    this.shownText = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#bench.cancel();
  }

  /** What the button starts, for programs. */
  async run(options: Partial<SpeedOptions> = {}): Promise<SpeedResult[]> {
    this.results = [];
    this.running = true;
    this.said = '';
    this.shownText = '';
    try {
      const whole = await this.#bench.run({ seconds: this.#seconds, ...options }, (done, all, result) => {
        this.done = done;
        this.all = all;
        if (result) this.results = [...this.results, result];
      });
      if (!whole) this.said = words.stopped;
    } catch (error) {
      this.said = words.failed(error instanceof Error ? error.message : String(error));
      this.#bench.cancel();
    }
    this.running = false;
    return this.results;
  }

  override render() {
    const here = enginesHere();
    return html`
      <header>
        <a href="./">${words.back}</a>
        <h1>${words.title}</h1>
        <p>${words.lead}</p>
        ${here.length === 0 ? html`<p class="wrong" role="alert">${words.noSimd}</p>` : this.#controls()}
        ${here.length > 0 && here.length < engines.length ? html`<p class="soft">${words.noRelaxed}</p>` : ''}
      </header>
      <main>${tasks.map((task) => this.#task(task))}
      ${published.peers.length > 0 ? html`<p class="soft">${words.publishedNote(published.machine, published.date)}</p>` : ''}</main>
    `;
  }

  #controls() {
    const { done, all, running, results } = this;
    return html`<div class="controls">
        ${
          running
            ? html`<button id="cancel" @click=${() => this.#bench.cancel()}>${words.cancel}</button>
              <progress max=${Math.max(1, all)} .value=${done} aria-label=${words.progress(done, all)}></progress>
              <span class="soft number">${words.progress(done, all)}</span>`
            : html`<button id="start" class="primary" @click=${() => this.run()}>${results.length > 0 ? words.again : words.start}</button>
              <label>${words.length} <span class="picker"><select @change=${this.#choose}>
                <option value="0.15">${words.quick}</option><option value="1.5">${words.thorough}</option></select>${icons.down}</span></label>`
        }
        ${
          !running && results.length > 0
            ? html`<button @click=${() => this.#copy(asText(results))}>${words.copy}</button>
              <button @click=${() => this.#copy(asJson(results))}>${words.copyJson}</button>`
            : ''
        }
      </div>
      <p role="status">${this.said}</p>
      ${this.shownText ? html`<textarea readonly aria-label=${words.resultLabel} .value=${this.shownText}></textarea>` : ''}`;
  }

  #task(task: SpeedTask) {
    const mine = this.results.filter((result) => result.task === task.key);
    const simd = mine.find(({ engine }) => engine === 'simd');
    const theirs = (published.peers as Published[]).filter((peer) => peer.task === task.key);
    const least = Math.min(...mine.filter(({ ok }) => ok).map(({ seconds }) => seconds));
    return html`<section class="task">
      <h2>${task.title}</h2>
      <p class="soft">${task.detail}</p>
      <dl>
        ${engines.map(({ key, title }) => {
          const result = mine.find(({ engine }) => engine === key);
          if (!result) return '';
          return html`<dt>${title}</dt><dd>${bar(result.ok ? least / result.seconds : 0)}
            <span class="number">${result.ok ? spoken(task.unit, result.seconds) : words.notLearnt}</span>
            <span class="soft">${this.#remark(result, simd)}</span></dd>`;
        })}
      </dl>
      ${
        theirs.length > 0
          ? html`<details class="theirs"><summary class="soft">${words.published}</summary>
            <dl>${theirs.map(
              ({ peer, ratio, seconds }) => html`<dt>${peer}</dt><dd>${bar(1 / ratio)}
              <span class="soft">${words.publishedTimes(ratioText(ratio), spoken(task.unit, seconds))}</span></dd>`,
            )}</dl></details>`
          : ''
      }
    </section>`;
  }

  #remark(result: SpeedResult, simd: SpeedResult | undefined): string {
    const remarks: string[] = [];
    const peak = this.results.find(({ engine, task }) => engine === result.engine && task === peakTask);
    if (result.flops > 0 && peak?.ok) {
      remarks.push(words.peak(`${Math.round((100 * result.flops * peak.seconds) / result.seconds)} %`));
    }
    if (simd && simd !== result && result.ok) {
      const ratio = result.seconds / simd.seconds;
      remarks.push(ratio >= 1 ? words.times(ratioText(ratio)) : words.faster(ratioText(1 / ratio)));
    }
    return remarks.join(' · ');
  }

  readonly #choose = (event: Event) => {
    this.#seconds = Number((event.target as HTMLSelectElement).value);
  };

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.said = words.copied;
    } catch {
      this.said = words.notCopied;
    }
    this.shownText = text;
  }
}

/** A share of the whole width, without inline styles. */
function bar(share: number) {
  return html`<span class="bar" aria-hidden="true"><svg viewBox="0 0 100 1" preserveAspectRatio="none">
    <rect width=${Math.max(0.4, 100 * Math.min(1, share))} height="1" /></svg></span>`;
}

customElements.define('dh-speed', SpeedPage);
