import { css } from 'lit';

export const landscapeStyles = css`
      .ground {
        fill: var(--accent-soft);
      }

      .plot .ring {
        fill: var(--ink);
        stroke: var(--ink-soft);
        stroke-width: 0.5;
      }

      .plot .way {
        stroke: var(--danger);
      }

      .here {
        fill: var(--danger);
        stroke: var(--paper);
        stroke-width: 1.5;
      }

      canvas {
        inline-size: 100%;
        max-inline-size: 460px;
        aspect-ratio: 1.2;
        touch-action: none;
        cursor: grab;
      }

      select,
      input[type="number"] {
        inline-size: auto;
      }

      input[type="number"] {
        inline-size: 80px;
        min-height: 32px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        padding: 0 var(--space-2);
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
      }

      .row {
        margin-block: var(--space-2);
      }
    `;
