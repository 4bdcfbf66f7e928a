/** The table of an example's numbers with some of them hidden, to be filled in and checked; and to take away. */
import { css, html, LitElement, type PropertyDeclarations } from 'lit';
import { shared } from '../components/styles.js';
import { brief } from '../format.js';
import type { Trace } from './answers.js';
import { layerName } from './trace-picture.js';
import { words } from './words/backprop.js';

/** Two significant digits are right. */
const tolerance = 0.05;
const least = 0.005;

interface Cell {
  value: number | null;
  hidden: boolean;
  given: string;
}

interface Row {
  layer: string;
  unit: number;
  cells: Cell[];
}

export class Homework extends LitElement {
  static override styles = [
    shared,
    css`
      table {
        border-collapse: collapse;
        font-size: var(--text-s);
        margin-block: var(--space-2);
      }

      .scroll {
        overflow-x: auto;
      }

      th,
      td {
        padding: 2px var(--space-2);
        text-align: end;
        border-block-end: 1px solid var(--line);
      }

      input {
        inline-size: 84px;
        min-height: 28px;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--surface);
        text-align: end;
      }

      .right {
        border-color: var(--accent);
        background: var(--accent-soft);
      }

      .wrong {
        border-color: var(--danger);
        background: var(--danger-soft);
      }

      @media (pointer: coarse) {
        input {
          min-height: 44px;
        }
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        align-items: center;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    trace: { attribute: false },
    checked: { state: true },
    said: { state: true },
  };
  declare trace: Trace;
  declare private checked: boolean;
  declare private said: string;
  #rows: Row[] = [];
  #of: Trace | null = null;
  #salt = 0;

  constructor() {
    super();
    this.checked = false;
    this.said = '';
  }

  override willUpdate(): void {
    if (this.#of !== this.trace) this.#lay();
  }

  /** Every third number is hidden, other ones every time. */
  #lay(): void {
    this.#of = this.trace;
    this.checked = false;
    this.said = '';
    const layers = this.trace.layers;
    let index = this.#salt;
    this.#rows = layers.flatMap((layer, l) =>
      layer.z.map((_, unit) => ({
        layer: layerName(l, layers.length),
        unit: unit + 1,
        cells: [layer.z, layer.a, layer.slope, layer.back, layer.delta].map((numbers) => {
          const value = numbers?.[unit] ?? null;
          index += 1;
          return { value, hidden: value !== null && index % 3 === 0, given: '' };
        }),
      })),
    );
  }

  override render() {
    const [layer, unit, ...columns] = words.columns;
    return html`<p class="soft">${words.homeworkHint}</p>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.homework}><table>
        <thead><tr>${[layer, unit, ...columns].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${this.#rows.map(
          (row) =>
            html`<tr><th scope="row">${row.layer}</th><td>${row.unit}</td>${row.cells.map((cell, column) =>
              this.#cell(cell, words.cell(columns[column] ?? '', `${row.layer}, ${row.unit}`)),
            )}</tr>`,
        )}</tbody>
      </table></div>
      <div class="row">
        <button id="check" class="primary" @click=${this.#check}>${words.check}</button>
        <button @click=${this.#reveal}>${words.reveal}</button>
        <button @click=${this.#others}>${words.hideOthers}</button>
        <button @click=${() => this.#copy(',')}>${words.copyCsv}</button>
        <button @click=${() => this.#copy(' | ')}>${words.copyMarkdown}</button>
        <span role="status">${this.said}</span>
      </div>`;
  }

  #cell(cell: Cell, label: string) {
    if (cell.value === null) return html`<td>–</td>`;
    if (!cell.hidden) return html`<td class="number">${brief(cell.value)}</td>`;
    const mark = this.checked && cell.given ? (isRight(cell) ? 'right' : 'wrong') : '';
    return html`<td><input class="number ${mark}" inputmode="decimal" aria-label=${label} aria-invalid=${mark === 'wrong'} .value=${cell.given}
      @input=${(event: Event) => {
        cell.given = (event.target as HTMLInputElement).value;
      }} /></td>`;
  }

  get #hidden(): Cell[] {
    return this.#rows.flatMap(({ cells }) => cells.filter(({ hidden }) => hidden));
  }

  readonly #check = () => {
    this.checked = true;
    this.said = words.score(this.#hidden.filter(isRight).length, this.#hidden.length);
    this.requestUpdate();
  };

  readonly #reveal = () => {
    for (const cell of this.#hidden) cell.hidden = false;
    this.requestUpdate();
  };

  readonly #others = () => {
    this.#salt += 1;
    this.#lay();
    this.requestUpdate();
  };

  async #copy(separator: string): Promise<void> {
    const rows = [
      words.columns,
      ...this.#rows.map(({ layer, unit, cells }) => [
        layer,
        String(unit),
        ...cells.map(({ value }) => String(value ?? '')),
      ]),
    ];
    const isTable = separator !== ',';
    const lines = rows.map((row) => (isTable ? `| ${row.join(separator)} |` : row.join(separator)));
    if (isTable) lines.splice(1, 0, `|${words.columns.map(() => '---').join('|')}|`);
    this.said = await navigator.clipboard.writeText(`${lines.join('\n')}\n`).then(
      () => words.copied,
      () => words.notCopied,
    );
  }
}

function isRight({ value, given }: Cell): boolean {
  const number = Number(given.trim().replace(',', '.').replace('−', '-'));
  if (value === null || given.trim() === '' || !Number.isFinite(number)) return false;
  return Math.abs(number - value) <= Math.max(least, tolerance * Math.abs(value));
}

customElements.define('dh-homework', Homework);
