/** What stands in the element before its figure: the author's own content, a picture, a button. Made without any HTML text. */
import { t } from '../language.js';
import type { Figure } from './figure.js';

const css = `
:host { display: block; position: relative; box-sizing: border-box; min-inline-size: min(280px, 100%); }
:host([hidden]), [hidden] { display: none !important; }
.poster { position: relative; display: grid; place-items: center; min-block-size: var(--downhill-min-height, 240px); }
.poster img { max-inline-size: 100%; block-size: auto; display: block; }
.poster button { position: absolute; font: 600 15px system-ui, sans-serif; padding: 12px 22px; min-block-size: 44px; border: 0;
  border-radius: 6px; background: var(--downhill-accent, #0f766e); color: #fff; cursor: pointer; }
.poster button:focus-visible { outline: 3px solid CanvasText; outline-offset: 2px; }
.status { font: 14px/1.45 system-ui, sans-serif; margin: 0; padding: 8px 12px; overflow-wrap: anywhere; }
`;

/** Keeps the place of the figure, so that the page does not jump when it comes. */
export interface Shell {
  poster(address: string | null, reveal: string, alt: string | null): void;
  /** Says it in the page's language. */
  speak(): void;
  waiting(): void;
  show(figure: Figure): void;
  failed(message: string): void;
}

export function shell(host: HTMLElement, start: () => void): Shell {
  if (typeof host.attachShadow !== 'function') return { poster() {}, speak() {}, waiting() {}, show() {}, failed() {} };
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const make = <K extends keyof HTMLElementTagNameMap>(name: K, properties: object, ...children: Node[]) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const picture = make('img', { alt: '', hidden: true });
  const button = make('button', { type: 'button', hidden: true, textContent: '' });
  button.addEventListener('click', start);
  const waiting = make(
    'div',
    { className: 'poster' },
    make('slot', { name: 'poster' }),
    make('slot', {}),
    picture,
    button,
  );
  waiting.setAttribute('part', 'poster');
  const status = make('p', { className: 'status', hidden: true });
  status.setAttribute('part', 'status');
  status.setAttribute('role', 'alert');
  root.append(waiting, status, make('slot', { name: 'caption' }));
  let hasFailed = false;
  const speak = () => {
    button.textContent = hasFailed ? t('Try again') : t('Start the live figure');
  };
  speak();
  return {
    speak,
    poster(address, reveal, alt) {
      picture.hidden = !address;
      if (address) picture.src = address;
      picture.alt = alt ?? '';
      button.hidden = reveal !== 'interaction';
    },
    waiting() {
      waiting.hidden = false;
      status.hidden = true;
    },
    show(figure) {
      status.hidden = true;
      waiting.hidden = true;
      figure.setAttribute('part', 'figure');
      figure.setAttribute('exportparts', 'toolbar, network, plot, loss');
      waiting.after(figure);
    },
    /** The author's own content stays: it is all that there is. */
    failed(message) {
      waiting.hidden = false;
      hasFailed = true;
      speak();
      button.hidden = false;
      status.textContent = t`The figure could not be started. ${message}`;
      status.hidden = false;
    },
  };
}
