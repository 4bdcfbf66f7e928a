/** Line icons on a 20-unit grid. */
import { html, svg, type TemplateResult } from 'lit';

const icon = (content: TemplateResult<2>, size = 18) => html`<svg
  viewBox="0 0 20 20" width=${size} height=${size} fill="none" stroke="currentColor" stroke-width="1.75"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${content}</svg>`;

export const icons = {
  play: icon(
    svg`<path d="M6.5 4.2v11.6a.6.6 0 0 0 .9.5l9-5.8a.6.6 0 0 0 0-1l-9-5.8a.6.6 0 0 0-.9.5Z" fill="currentColor" stroke="none"/>`,
  ),
  pause: icon(svg`<path d="M6 4.5h2.6v11H6zM11.4 4.5H14v11h-2.6z" fill="currentColor" stroke="none"/>`),
  reset: icon(svg`<path d="M4 10a6 6 0 1 0 2-4.5M4.2 3v3.2h3.2"/>`),
  restarts: icon(svg`<path d="M4 10a6 6 0 1 0 2-4.5M4.2 3v3.2h3.2"/>`, 11),
  step: icon(svg`<path d="M5 4.8v10.4l7.6-5.2ZM15 4.5v11" />`),
  back: icon(svg`<path d="M15 4.8v10.4L7.4 10ZM5 4.5v11" />`),
  clock: icon(svg`<circle cx="10" cy="10" r="6.8"/><path d="M10 6v4.2l2.8 1.8"/>`),
  runs: icon(svg`<path d="M3 15c3 0 3-9 6-9s3 6 8 6M3 17.5h14"/>`),
  presets: icon(svg`<path d="M4 3.5h8.5L16 7v9.5H4ZM7 9h6M7 12.5h6"/>`),
  file: icon(svg`<path d="M10 3v9M6.5 8.8 10 12.3l3.5-3.5M4 14.5v2h12v-2"/>`),
  embed: icon(svg`<path d="m7 6-4 4 4 4M13 6l4 4-4 4M11.3 4.5l-2.6 11"/>`),
  menu: icon(svg`<path d="M3.5 5.5h13M3.5 10h13M3.5 14.5h13"/>`),
  undo: icon(svg`<path d="M7.5 4 4 7.5 7.5 11M4.3 7.5h7.2a4.2 4.2 0 0 1 0 8.5H8"/>`),
  redo: icon(svg`<path d="M12.5 4 16 7.5 12.5 11M15.7 7.5H8.5a4.2 4.2 0 0 0 0 8.5H12"/>`),
  keyboard: icon(svg`<path d="M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M7 11.8h6"/>`),
  light: icon(
    svg`<circle cx="10" cy="10" r="3.2"/><path d="M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M15.3 4.7l-1.4 1.4M6.1 13.9l-1.4 1.4"/>`,
  ),
  dark: icon(svg`<path d="M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3Z"/>`),
  auto: icon(svg`<circle cx="10" cy="10" r="6.5"/><path d="M10 3.5a6.5 6.5 0 0 1 0 13Z" fill="currentColor"/>`),
  close: icon(svg`<path d="m5.5 5.5 9 9M14.5 5.5l-9 9"/>`),
  minus: icon(svg`<path d="M5.5 10h9"/>`, 14),
  plus: icon(svg`<path d="M5.5 10h9M10 5.5v9"/>`, 14),
  globe: icon(
    svg`<circle cx="10" cy="10" r="7"/><path d="M3 10h14M10 3c2.4 2 3.4 4.4 3.4 7S12.4 15 10 17c-2.4-2-3.4-4.4-3.4-7S7.6 5 10 3Z"/>`,
  ),
  more: icon(svg`<path d="M4.5 10h.01M10 10h.01M15.5 10h.01" stroke-width="2.4"/>`),
  down: icon(svg`<path d="m6 8 4 4 4-4"/>`, 14),
  pen: icon(svg`<path d="m4 16 .8-3.4L13.4 4l2.6 2.6-8.6 8.6ZM11.6 5.8l2.6 2.6"/>`, 15),
  table: icon(svg`<path d="M3.5 4h13v12h-13zM3.5 8h13M8 4v12"/>`, 15),
  dice: icon(
    svg`<rect x="3.5" y="3.5" width="13" height="13" rx="2.5"/><path d="M7.2 7.2h.01M12.8 7.2h.01M10 10h.01M7.2 12.8h.01M12.8 12.8h.01" stroke-width="2.2"/>`,
  ),
};
