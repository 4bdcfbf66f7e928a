/** − 4 +: one more or one less of something that restarts the training. */
import { css, html } from 'lit';
import { t } from '../language.js';
import { icons } from './icons.js';

export function stepper(what: string, value: number, least: number, most: number, set: (next: number) => void) {
  const button = (word: string, next: number, icon: unknown) => html`<button class="plain" aria-label="${word} ${what}"
    title=${t`${word} ${what}; restarts the training`} ?disabled=${next < least || next > most}
    @click=${() => set(next)}>${icon}</button>`;
  return html`<span class="stepper">
    ${button(t('Fewer'), value - 1, icons.minus)}
    <span class="number">${value}</span>
    ${button(t('More'), value + 1, icons.plus)}
  </span>`;
}

export const stepperStyles = css`
  .stepper {
    display: inline-flex;
    align-items: center;
    gap: 2px;
  }

  .stepper .number {
    min-width: 2.2ch;
    text-align: center;
  }

  .stepper button {
    width: 24px;
    min-height: 24px;
    border-radius: 50%;
    padding: 0;
  }

  @media (pointer: coarse) {
    .stepper button {
      width: 32px;
      min-height: 36px;
    }
  }
`;
