import { css } from 'lit';

export const backpropStyles = css`
      .lamps {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin: 0;
        padding: 0;
        list-style: none;
      }

      .lamps button {
        gap: var(--space-2);
      }

      .lamp {
        inline-size: 12px;
        block-size: 12px;
        border: 2px solid var(--edge);
        border-radius: 50%;
      }

      .lit .lamp {
        border-color: var(--accent);
        background: var(--accent);
      }

      ul {
        margin: 0;
        padding-inline-start: var(--space-4);
      }

      .both {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-4);
      }

      .both .picture {
        flex: 1 1 480px;
        min-inline-size: 0;
      }

      .formula {
        min-block-size: 44px;
        display: flex;
        align-items: center;
      }

      .factor {
        display: inline-flex;
        gap: var(--space-1);
        padding: 2px var(--space-2);
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }

      .chips button {
        min-height: 28px;
        padding: 0 var(--space-2);
        font-size: var(--text-s);
      }

      @media (pointer: coarse) {
        .lamps button,
        .chips button {
          min-height: 44px;
        }
      }
    `;
