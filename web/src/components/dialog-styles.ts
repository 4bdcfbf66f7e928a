import { css } from 'lit';

/** What every dialog looks like from outside. */
export const dialogFrame = css`
  dialog {
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--paper);
    color: var(--ink);
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 0.4);
  }
`;

/** A dialog with a heading, a close button, and whatever it is about. */
export const dialogStyles = css`
  ${dialogFrame}

  dialog {
    width: min(820px, calc(100vw - 24px));
    padding: var(--space-6);
  }

  dialog header {
    display: flex;
    justify-content: space-between;
    align-items: center;
    margin-bottom: var(--space-3);
  }

  dialog h2 {
    font-size: var(--text-l);
  }

  dialog p {
    margin-top: var(--space-4);
    font-size: var(--text-s);
  }

  @media (max-width: 719px) {
    dialog {
      padding: var(--space-4);
    }
  }
`;
