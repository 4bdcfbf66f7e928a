/** How the page "How fast is your browser?" looks. */
import { css } from 'lit';

export const speedStyles = css`
  :host {
    max-width: 880px;
    margin: 0 auto;
    padding: var(--space-6) var(--space-4) var(--space-8);
  }

  header {
    display: grid;
    gap: var(--space-3);
    margin-block-end: var(--space-6);
  }

  h1 {
    font-size: 26px;
    letter-spacing: -0.01em;
  }

  a {
    color: var(--accent);
  }

  p {
    max-width: 68ch;
  }

  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-3);
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
  }

  select {
    inline-size: auto;
  }

  progress {
    inline-size: 160px;
    accent-color: var(--accent);
  }

  .task {
    padding-block: var(--space-4);
    border-block-start: 1px solid var(--line);
  }

  h2 {
    font-size: var(--text-l);
  }

  dl {
    display: grid;
    grid-template-columns: 9em minmax(0, 1fr);
    gap: var(--space-1) var(--space-3);
    margin: var(--space-2) 0 0;
  }

  dt,
  dd {
    margin: 0;
  }

  dd {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-3);
  }

  .bar {
    flex: 1 1 100%;
    block-size: 8px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--edge) 18%, transparent);
  }

  .bar svg {
    inline-size: 100%;
    block-size: 100%;
  }

  .bar rect {
    fill: var(--accent);
  }

  .theirs .bar rect {
    fill: var(--edge);
  }

  textarea {
    inline-size: 100%;
    block-size: 180px;
    margin-block-start: var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--ink);
    font: 12px/1.4 var(--mono);
  }

  .wrong {
    color: var(--danger);
  }

  @media (max-width: 559px) {
    dl {
      grid-template-columns: minmax(0, 1fr);
    }

    dd {
      margin-block-end: var(--space-2);
    }
  }

  @media (forced-colors: active) {
    .bar {
      border: 1px solid;
    }

    .bar rect {
      fill: Highlight;
    }
  }
`;
