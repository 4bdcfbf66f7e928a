/** Pinned runs: named, compared, restored. */
import { html, LitElement, unsafeCSS } from 'lit';
import uPlot from 'uplot';
import chartStyles from 'uplot/dist/uPlot.min.css?inline';
import { baseOptions, coloursOf, ghostLooks } from '../chart.js';
import { count, loss, percent } from '../format.js';
import { t } from '../language.js';
import { pin } from '../pin.js';
import type { Playground } from '../playground.js';
import { differing, type PinnedRun } from '../runs.js';
import { settings as table } from '../settings.js';
import { icons } from './icons.js';
import { listDialogStyles } from './list-dialog-styles.js';
import { runsStyles } from './runs-styles.js';
import { shared } from './styles.js';

const labelOf = (key: string) => table.find((setting) => setting.key === key)?.label ?? key;

export class RunsDialog extends LitElement {
  static override styles = [shared, listDialogStyles, unsafeCSS(chartStyles), runsStyles];
  #model: Playground | null = null;
  #left = new Set<string>();
  #chart: uPlot | null = null;
  #unwatch: () => void = () => {};

  async show(model: Playground): Promise<void> {
    this.#model = model;
    this.#unwatch();
    this.#unwatch = model.runs.watch(() => this.requestUpdate());
    this.requestUpdate();
    await this.updateComplete;
    this.#dialog?.showModal();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
    this.#chart?.destroy();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  /** At most as many as there are looks for lines. */
  get #compared(): PinnedRun[] {
    return (this.#model?.runs.list ?? []).filter(({ id }) => !this.#left.has(id)).slice(-ghostLooks.length);
  }

  override render() {
    const model = this.#model;
    const list = model?.runs.list ?? [];
    const compared = this.#compared;
    return html`<dialog aria-labelledby="title" closedby="any">
      <div class="head"><h2 id="title">${t('Runs')}</h2>
        <button class="primary" ?disabled=${!model?.frame} @click=${() => model && pin(model)}>${t('Pin the present run')}</button>
        <button class="plain icon" aria-label=${t('Close')} @click=${() => this.#dialog?.close()}>${icons.close}</button></div>
      ${
        model
          ? html`<div class="body">
              ${list.length === 0 ? html`<p class="soft">${t('No run is pinned yet. Pin one, change something, pin again, and compare.')}</p>` : ''}
              <ul class="runs">${list.map((run) => this.#row(model, run))}</ul>
              ${compared.length > 1 ? this.#comparison(compared) : ''}
              <label class="keep"><input type="checkbox" .checked=${model.runs.kept} @change=${(event: Event) =>
                model.runs.keep(
                  (event.target as HTMLInputElement).checked,
                )} />${t('Keep the runs in this browser')}</label>
              ${model.runs.trouble ? html`<p role="alert" class="trouble">${model.runs.trouble}</p>` : ''}
            </div>`
          : ''
      }
    </dialog>`;
  }

  #row(model: Playground, run: PinnedRun) {
    const { id, name, metrics, thumbnail } = run;
    const place = this.#compared.indexOf(run);
    return html`<li>
      ${thumbnail ? html`<img src=${thumbnail} width="64" height="64" alt="" />` : html`<span class="none"></span>`}
      <div class="what">
        <input type="text" aria-label=${t('Name of the run')} maxlength="80" .value=${name} @change=${(event: Event) =>
          model.runs.rename(id, (event.target as HTMLInputElement).value.trim() || name)} />
        <span class="soft">${t`epoch ${count(Math.floor(metrics.epoch))} · training ${loss(metrics.trainLoss)} · test ${loss(metrics.testLoss)} · ${percent(metrics.testAccuracy)} right`}</span>
      </div>
      <label class="compare"><input type="checkbox" .checked=${!this.#left.has(id)} @change=${(event: Event) =>
        this.#compare(id, (event.target as HTMLInputElement).checked)} />
        <svg width="22" height="6" aria-hidden="true"><path d="M0 3h22" class=${place < 0 ? '' : `ghost-${place + 1}`} /></svg>${t('compare')}</label>
      <button @click=${() => this.#restore(model, run)} aria-label=${t`Restore the settings of ${name}`}>${t('Restore')}</button>
      <button class="plain icon" aria-label=${t`Delete ${name}`} title=${t('Delete')} @click=${() => model.runs.remove(id)}>${icons.close}</button>
    </li>`;
  }

  #compare(id: string, wanted: boolean): void {
    if (wanted) this.#left.delete(id);
    else this.#left.add(id);
    this.requestUpdate();
  }

  #comparison(runs: PinnedRun[]) {
    const different = differing(runs);
    const row = (name: string, values: string[], mark = '') =>
      html`<tr class=${mark}><th scope="row">${name}</th>${values.map((value) => html`<td class="number">${value}</td>`)}</tr>`;
    return html`<h3>${t('Side by side')}</h3>
      <div class="chart" role="img" aria-label=${t('Loss curves of the compared runs; their results are in the table below.')}></div>
      <p class="soft key">${t('solid: training loss · dashed: test loss')}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${t('Comparison')}><table>
        <thead><tr><td></td>${runs.map(
          ({ name }, index) => html`<th scope="col"><svg width="22" height="6" aria-hidden="true"><path
          d="M0 3h22" class="ghost-${index + 1}" /></svg>${name}</th>`,
        )}</tr></thead>
        <tbody>
          ${row(
            t('Epochs'),
            runs.map(({ metrics }) => count(Math.floor(metrics.epoch))),
          )}
          ${row(
            t('Training loss'),
            runs.map(({ metrics }) => loss(metrics.trainLoss)),
          )}
          ${row(
            t('Test loss'),
            runs.map(({ metrics }) => loss(metrics.testLoss)),
          )}
          ${row(
            t('Test accuracy'),
            runs.map(({ metrics }) => percent(metrics.testAccuracy)),
          )}
          ${
            different.length === 0
              ? html`<tr><td colspan=${runs.length + 1} class="soft">${t('All settings are the same.')}</td></tr>`
              : different.map((key) =>
                  row(
                    labelOf(key),
                    runs.map(({ settings }) => settings[key] || '–'),
                    'different',
                  ),
                )
          }
        </tbody></table></div>`;
  }

  override updated(): void {
    const root = this.renderRoot.querySelector<HTMLElement>('.chart');
    this.#chart?.destroy();
    this.#chart = null;
    if (!root?.clientWidth || !this.#model) return;
    const colour = coloursOf(this);
    const runs = this.#compared;
    const logY = this.#model.view.logLoss === 'true';
    const series = runs.flatMap((_, index) =>
      [[], [5, 4]].map((dash) => ({
        stroke: colour(ghostLooks[index]?.colour ?? '--edge'),
        width: dash.length ? 1.25 : 2,
        dash,
        spanGaps: true,
        points: { show: false },
      })),
    );
    this.#chart = new uPlot(
      {
        ...baseOptions({ colour, logX: false, logY, shares: false }),
        width: root.clientWidth,
        height: 220,
        legend: { show: false },
        cursor: { show: false },
        series: [{}, ...series],
      },
      uPlot.join(runs.map(({ curve }) => curve)),
      root,
    );
  }

  async #restore(model: Playground, run: PinnedRun): Promise<void> {
    this.#dialog?.close();
    await model.pause();
    await model.configure(run.query, run.points);
    model.setNotice({ title: t('Settings restored'), lines: [t`${run.name}: the training begins anew.`] });
  }
}

customElements.define('dh-runs', RunsDialog);
