/** Numbers to type in and lists to choose from, beside their labels. */
import { css } from 'lit';

export const fieldStyles = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-4);
    margin-block: var(--space-2);
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    max-inline-size: 100%;
  }

  select {
    appearance: auto;
    inline-size: auto;
    min-inline-size: 0;
    padding-inline: var(--space-2);
  }

  input.number {
    inline-size: 88px;
    min-height: 32px;
    padding: 0 var(--space-2);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }

  @media (pointer: coarse) {
    label,
    input,
    input.number {
      min-height: 44px;
    }
  }
`;
