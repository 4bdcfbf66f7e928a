/** A small panel beside the button that opened it: closes on Escape and on a click elsewhere, by the browser's own rules. */
import { css } from 'lit';

export const popoverStyles = css`
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    max-width: calc(100vw - 16px);
    max-height: calc(100dvh - 16px);
    overflow: auto;
    padding: var(--space-4);
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--ink);
    font-size: var(--text-s);
    white-space: normal;
  }

  @supports not selector(:popover-open) {
    [popover] {
      z-index: 10;
    }

    [popover]:not([data-open]) {
      display: none;
    }
  }
`;

/** Browsers without popovers show and hide the panel with its button. */
export function hide(panel: HTMLElement | null): void {
  if (panel?.hidePopover) panel.hidePopover();
  else panel?.removeAttribute('data-open');
}

/** Shows the panel under its button, or above it where there is more room, and within the window. */
export function showBeside(panel: HTMLElement, button: HTMLElement): void {
  if (!panel.showPopover) panel.toggleAttribute('data-open');
  else if (!panel.matches(':popover-open')) panel.showPopover();
  // Who leaves it by keyboard is back where it was opened: the browser loses the way within shadow trees.
  panel.onbeforetoggle = ({ newState }) => {
    if (newState === 'closed' && panel.matches(':focus-within')) button.focus();
  };
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = at.bottom + 6 + height <= innerHeight - 8 || at.top < innerHeight - at.bottom;
  const top = below ? Math.min(at.bottom + 6, innerHeight - height - 8) : at.top - 6 - height;
  panel.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  panel.style.top = `${Math.max(8, top)}px`;
}
