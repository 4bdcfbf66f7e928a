import { css } from 'lit';

/** The curves of pinned runs, in charts and in their keys. */
export const ghostStyles = css`
  path {
    fill: none;
  }

  .ghost-1 {
    stroke: var(--ghost-1);
  }

  .ghost-2 {
    stroke: var(--ghost-2);
  }

  .ghost-3 {
    stroke: var(--ghost-3);
  }

  .ghost-4 {
    stroke: var(--ghost-4);
  }

  .ghost-5 {
    stroke: var(--ghost-5);
  }
`;
