/** In which language the page speaks: a globe, behind which is the browser's own list. */
import { css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { type LanguageName, language, languageNames, t, titleOf } from '../language.js';
import type { Playground } from '../playground.js';
import { icons } from './icons.js';

export const languageSelectStyles = css`
  .language {
    position: relative;
    display: grid;
    place-items: center;
    min-width: 32px;
    min-height: 32px;
    border-radius: var(--radius);
  }

  .language:hover {
    background: var(--accent-soft);
  }

  .language svg {
    pointer-events: none;
  }

  .language select {
    position: absolute;
    inset: 0;
    padding: 0;
    opacity: 0;
  }

  .language:focus-within {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  @media (pointer: coarse) {
    .language {
      min-width: 44px;
      min-height: 44px;
    }
  }
`;

export function languageSelect(model: Playground) {
  const option = (value: string, label: string, lang: string) =>
    html`<option value=${value} lang=${lang} .selected=${live(value === model.view.lang)}>${label}</option>`;
  // Whoever looks for it may not read the language that the page has now.
  const name = language() === 'en' ? 'Language' : `${t('Language')} · Language`;
  const known = languageNames.filter((each: LanguageName) => titleOf(each) || each === model.view.lang);
  return html`<span class="language" title=${name}>${icons.globe}<select aria-label=${name}
    @change=${(event: Event) => model.setView('lang', (event.target as HTMLSelectElement).value)}>
    ${option('auto', t('As the browser'), language())}
    ${known.map((each) => option(each, titleOf(each) || each, each))}</select></span>`;
}
