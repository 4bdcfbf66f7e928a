/** Undo, redo, theme and help. */
import { css, html } from 'lit';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const nextTheme = { auto: 'light', light: 'dark', dark: 'auto' } as const;
type ThemeChoice = keyof typeof nextTheme;

export class Tools extends Pane {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        gap: 2px;
      }
    `,
  ];
  protected override readonly topics = ['run' as const, 'view' as const];

  override render() {
    const { model } = this;
    const theme = model.view.theme as ThemeChoice;
    return html`
      <button class="plain icon" aria-label="Undo" title="Undo the last change of settings (Ctrl Z)"
        ?disabled=${!model.history.canUndo} @click=${() => model.undo()}>${icons.undo}</button>
      <button class="plain icon" aria-label="Redo" title="Redo (Ctrl Shift Z)"
        ?disabled=${!model.history.canRedo} @click=${() => model.redo()}>${icons.redo}</button>
      <button class="plain icon" aria-label="Theme: ${theme}" title="Theme: ${theme}; next is ${nextTheme[theme]}"
        @click=${() => model.setView('theme', nextTheme[theme])}>${icons[theme]}</button>
      <button class="plain icon" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)"
        @click=${() => this.dispatchEvent(new Event('dh-shortcuts'))}>${icons.keyboard}</button>
    `;
  }
}

customElements.define('dh-tools', Tools);
