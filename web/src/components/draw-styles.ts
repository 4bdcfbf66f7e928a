import { css } from 'lit';

export const drawStyles = css`
  :host {
    display: contents;
  }

  .layer {
    grid-area: 1 / 2;
    position: relative;
    border-radius: 4px;
    touch-action: none;
    cursor: crosshair;
  }

  canvas.drawing {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }

  .tools {
    grid-area: 3 / 1 / auto / span 2;
    display: grid;
    gap: var(--space-2);
    margin-top: var(--space-1);
    font-size: var(--text-s);
    color: var(--ink);
  }

  .row,
  fieldset {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px;
  }

  .row {
    gap: var(--space-2);
  }

  .row.buttons button {
    padding: 0 10px;
  }

  .row .primary {
    margin-inline-start: auto;
  }

  .swatch {
    position: relative;
    display: grid;
    place-items: center;
    min-width: 34px;
    height: 32px;
    border: 1px solid transparent;
    border-radius: var(--radius);
    cursor: pointer;
  }

  .swatch.wide {
    display: flex;
    justify-content: center;
    padding: 0 8px;
  }

  .swatch:hover {
    border-color: var(--line);
  }

  .swatch:has(:checked) {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  .swatch:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  .swatch canvas {
    width: 16px;
    height: 16px;
  }

  .swatch input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  .kind {
    width: auto;
    padding-inline-end: 22px;
    font-size: var(--text-s);
  }

  .sliders {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--space-1) var(--space-4);
  }

  .sliders label {
    display: grid;
    grid-template-columns: auto 1fr 4ch;
    gap: var(--space-2);
    align-items: center;
  }

  .sliders output {
    text-align: end;
  }

  .sliders .target {
    grid-column: 1 / -1;
  }

  .keep {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 26px;
  }

  .keep input {
    width: 15px;
    height: 15px;
    accent-color: var(--accent);
  }

  .hint {
    min-height: 20px;
    color: var(--ink-soft);
  }

  @media (forced-colors: active) {
    .swatch:has(:checked) {
      outline: 2px solid Highlight;
    }
  }

  @media (pointer: coarse) {
    .swatch {
      min-width: 44px;
      height: 44px;
    }

    .keep {
      min-height: 44px;
    }
  }
`;
