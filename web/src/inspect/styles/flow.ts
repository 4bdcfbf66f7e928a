import { css } from 'lit';

export const flowStyles = css`
      .plot .delta {
        stroke: var(--falling);
      }

      .plot .gradient {
        stroke: var(--rising);
      }

      .plot circle.delta {
        fill: var(--falling);
        stroke: none;
      }

      .plot circle.gradient {
        fill: var(--rising);
        stroke: none;
      }

      .plot .clip {
        stroke: var(--danger);
        stroke-width: 2;
        pointer-events: none;
      }

      .catch {
        fill: transparent;
        cursor: ns-resize;
        touch-action: none;
      }

      .plot rect.bar {
        fill: var(--rising);
      }

      .key {
        display: inline-block;
        inline-size: 14px;
        block-size: 3px;
        vertical-align: middle;
        background: var(--rising);
      }

      .key.delta {
        background: var(--falling);
      }

      input[type="range"] {
        inline-size: 140px;
      }

      .small {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
        gap: var(--space-3);
      }

      .dead {
        color: var(--danger);
      }
    `;
