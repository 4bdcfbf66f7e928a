/** Time travel, and training until a goal is reached. */
import { css, html, LitElement } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Until } from '../engine/protocol.js';
import { count } from '../format.js';
import { t, textTable } from '../language.js';
import type { Playground } from '../playground.js';
import { speeds, viewTable } from '../view-settings.js';
import { icons } from './icons.js';
import { numberField } from './number-field.js';
import { hide, popoverStyles, showBeside } from './popover.js';
import { shared } from './styles.js';

interface Goal {
  metric: Until['metric'];
  label: string;
  unit: string;
  /** What a visitor might mean who has not said yet. */
  usual: number;
  most: number;
  words(value: number): string;
  /** From what is typed to what is measured. */
  scale: number;
}

const goals: Goal[] = textTable(
  [
    {
      metric: 'trainLoss',
      label: 'training loss is at most',
      unit: '',
      usual: 0.1,
      most: 1e6,
      scale: 1,
      words: (value) => t`The training loss is ${value} or less`,
    },
    {
      metric: 'testLoss',
      label: 'test loss is at most',
      unit: '',
      usual: 0.1,
      most: 1e6,
      scale: 1,
      words: (value) => t`The test loss is ${value} or less`,
    },
    {
      metric: 'testAccuracy',
      label: 'test accuracy is at least',
      unit: '%',
      usual: 95,
      most: 100,
      scale: 0.01,
      words: (value) => t`${value} % or more of the test points are right`,
    },
    {
      metric: 'trainAccuracy',
      label: 'training accuracy is at least',
      unit: '%',
      usual: 95,
      most: 100,
      scale: 0.01,
      words: (value) => t`${value} % or more of the training points are right`,
    },
    {
      metric: 'epoch',
      label: 'epoch is',
      unit: '',
      usual: 100,
      most: 1e9,
      scale: 1,
      words: (value) => t`Epoch ${count(value)} is reached`,
    },
  ],
  'label',
);

export class TimePanel extends LitElement {
  static override styles = [
    shared,
    popoverStyles,
    numberField,
    css`
      .panel {
        width: 304px;
      }

      h2 {
        font-size: var(--text-s);
        font-weight: 650;
      }

      form,
      .narrow {
        margin-top: var(--space-4);
      }

      .row {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-top: var(--space-1);
      }

      .row .picker {
        flex: 1;
      }

      input[type="number"] {
        width: 76px;
      }

      .ends {
        display: flex;
        justify-content: space-between;
        font-size: 12px;
      }

      .wrong {
        color: var(--danger);
      }

      .narrow {
        display: none;
      }

      .narrow label {
        display: grid;
        gap: 2px;
        margin-top: var(--space-2);
      }

      @container (max-width: 719px) {
        .narrow {
          display: block;
        }
      }
    `,
  ];
  #model: Playground | null = null;
  #goal = goals[0] as Goal;
  #wrong = '';
  #wanted: number | null = null;
  #going = false;
  #unwatch: (() => void)[] = [];

  async open(model: Playground, button: HTMLElement): Promise<void> {
    this.#model = model;
    this.#close();
    this.#unwatch = (['frame', 'status', 'view'] as const).map((topic) =>
      model.watch(topic, () => this.requestUpdate()),
    );
    this.requestUpdate();
    await this.updateComplete;
    const panel = this.renderRoot.querySelector<HTMLElement>('.panel');
    if (panel) showBeside(panel, button);
    panel?.querySelector('input')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  #close(): void {
    for (const stop of this.#unwatch) stop();
    this.#unwatch = [];
  }

  override render() {
    const model = this.#model;
    const frame = model?.frame;
    return html`<div class="panel" popover role="dialog" aria-label=${t('Time')}
      @toggle=${(event: ToggleEvent) => event.newState === 'closed' && this.#close()}>
      ${model && frame ? [this.#scrubber(model, frame.metrics.step, frame.reach), this.#until(model), this.#narrow(model)] : ''}
    </div>`;
  }

  #scrubber(model: Playground, step: number, { first, last }: { first: number; last: number }) {
    const most = Math.max(last, step);
    const shown = this.#wanted ?? step;
    return html`<h2 id="go">${t('Go to step')} <span class="number">${count(shown)}</span></h2>
      <input type="range" aria-labelledby="go" min=${first} max=${most} step="1" .value=${live(String(shown))}
        ?disabled=${first >= most} aria-valuetext=${t`step ${count(shown)}`}
        @input=${(event: Event) => this.#go(model, (event.target as HTMLInputElement).valueAsNumber)} />
      <p class="ends soft"><span class="number">${count(first)}</span><span class="number">${count(most)}</span></p>
      <p class="soft">${first > 0 ? `${t('Earlier steps are out of reach.')} ` : ''}${t('Back and forth again gives the same weights, bit for bit.')}</p>`;
  }

  /** The newest wish counts; those in between are passed over. */
  async #go(model: Playground, step: number): Promise<void> {
    this.#wanted = step;
    this.requestUpdate();
    if (this.#going) return;
    this.#going = true;
    while (this.#wanted !== null) {
      const next: number = this.#wanted;
      await model.goTo(next);
      if (this.#wanted === next) this.#wanted = null;
    }
    this.#going = false;
  }

  #until(model: Playground) {
    const goal = this.#goal;
    return html`<form novalidate @submit=${(event: Event) => this.#start(event, model)}>
      <h2>${t('Train until …')}</h2>
      <div class="row">
        <span class="picker"><select aria-label=${t('Goal')} @change=${(event: Event) => {
          this.#goal = goals[(event.target as HTMLSelectElement).selectedIndex] ?? goal;
          this.#wrong = '';
          this.requestUpdate();
        }}>${goals.map((each) => html`<option .selected=${each === goal}>${each.label}</option>`)}</select>${icons.down}</span>
        <input id="goal" type="number" step="any" aria-label=${t('Goal value')} .value=${live(String(goal.usual))}
          @input=${(event: Event) => {
            goal.usual = (event.target as HTMLInputElement).valueAsNumber;
          }} />${goal.unit}
      </div>
      ${this.#wrong ? html`<p class="wrong" role="alert">${this.#wrong}</p>` : ''}
      <div class="row"><button class="primary" type="submit" ?disabled=${!model.canTrain}>${t('Train until then')}</button></div>
    </form>`;
  }

  #start(event: Event, model: Playground): void {
    event.preventDefault();
    const { metric, usual, most, scale, words } = this.#goal;
    const isRight = usual >= 0 && usual <= most;
    this.#wrong = isRight ? '' : t`Type a number from 0 to ${count(most)}.`;
    this.requestUpdate();
    if (!isRight) return;
    hide(this.renderRoot.querySelector('.panel'));
    model.runUntil(metric, usual * scale, words(usual));
  }

  /** What the narrow bar has no room for. */
  #narrow(model: Playground) {
    const choose = (key: 'speed' | 'stepUnit', label: string, choices: { value: string; label: string }[]) =>
      html`<label>${label}<span class="picker"><select @change=${(event: Event) =>
        model.setView(key, (event.target as HTMLSelectElement).value)}>
        ${choices.map((each) => html`<option value=${each.value} .selected=${live(each.value === model.view[key])}>${each.label}</option>`)}
      </select>${icons.down}</span></label>`;
    return html`<div class="narrow">
      ${choose('stepUnit', t('One step is one'), viewTable.stepUnit.choices)}${choose('speed', t('Speed'), speeds)}
    </div>`;
  }
}

customElements.define('dh-time', TimePanel);
