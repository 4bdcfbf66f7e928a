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
    `;
