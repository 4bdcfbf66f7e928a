import { css } from 'lit';

/** A field for a number, without the browser's little arrows. */
export const numberField = css`
  input[type="number"] {
    height: 32px;
    padding: 0 8px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--paper);
    font-family: var(--mono);
    appearance: textfield;
  }

  input[type="number"]::-webkit-inner-spin-button {
    appearance: none;
  }

  @media (pointer: coarse) {
    input[type="number"] {
      height: 44px;
    }
  }
`;
