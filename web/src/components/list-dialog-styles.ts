import { css } from 'lit';
import { dialogFrame } from './dialog-styles.js';

/** Dialogs that hold a list: full width on a phone, scrolled inside. */
export const listDialogStyles = css`
  ${dialogFrame}

  dialog {
    width: min(920px, calc(100vw - 24px));
    max-height: calc(100dvh - 24px);
    padding: 0;
  }

  .head {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: var(--space-3);
    padding: var(--space-3) var(--space-4);
    border-bottom: 1px solid var(--line);
    background: var(--paper);
  }

  .head h2 {
    margin-inline-end: auto;
    font-size: var(--text-l);
  }

  .body {
    padding: var(--space-4);
  }

  h3 {
    margin: var(--space-4) 0 var(--space-2);
    font-size: var(--text-m);
    font-weight: 600;
  }

  h3:first-child {
    margin-top: 0;
  }
`;
