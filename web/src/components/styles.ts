/** What every component's shadow root starts from. */
import { css } from 'lit';

export const shared = css`
  :host {
    display: block;
    box-sizing: border-box;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  p,
  fieldset,
  legend {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }

  h2 {
    line-height: 26px;
    font-size: var(--text-s);
    font-weight: 650;
    letter-spacing: 0.02em;
  }

  button,
  input,
  select {
    font: inherit;
    color: inherit;
    margin: 0;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-height: 32px;
    padding: 0 var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    cursor: pointer;
    white-space: nowrap;
    transition: background var(--motion), border-color var(--motion);
  }

  button:hover:not(:disabled) {
    border-color: var(--edge);
  }

  button:disabled {
    opacity: 0.4;
    cursor: default;
  }

  button.icon {
    width: 32px;
    padding: 0;
  }

  button.plain {
    border-color: transparent;
    background: none;
  }

  button.plain:hover:not(:disabled) {
    background: color-mix(in srgb, var(--ink) 7%, transparent);
  }

  button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }

  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--accent) 88%, var(--ink));
  }

  select {
    min-height: 32px;
    width: 100%;
    padding-block: 0;
    padding-inline: 10px 26px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    appearance: none;
    cursor: pointer;
    text-overflow: ellipsis;
  }

  select:hover {
    border-color: var(--edge);
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  input[type="range"] {
    appearance: none;
    width: 100%;
    height: 24px;
    background: none;
    cursor: pointer;
    border-radius: var(--radius);
  }

  input[type="range"]::-webkit-slider-runnable-track {
    height: 3px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--edge) 55%, transparent);
  }

  input[type="range"]::-moz-range-track {
    height: 3px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--edge) 55%, transparent);
  }

  input[type="range"]::-moz-range-progress {
    height: 3px;
    border-radius: 2px;
    background: var(--accent);
  }

  input[type="range"]::-webkit-slider-thumb {
    appearance: none;
    width: 14px;
    height: 14px;
    margin-top: -5.5px;
    border: 0;
    border-radius: 50%;
    background: var(--accent);
  }

  input[type="range"]::-moz-range-thumb {
    width: 14px;
    height: 14px;
    border: 0;
    border-radius: 50%;
    background: var(--accent);
  }

  a {
    color: var(--accent);
  }

  input[type="checkbox"] {
    accent-color: var(--accent);
  }

  .number {
    font-family: var(--mono);
    font-variant-numeric: tabular-nums;
  }

  /* Numbers, formulas and pictures of the network run from left to right in every language. */
  .number,
  svg,
  math,
  .left-to-right {
    direction: ltr;
    unicode-bidi: isolate;
  }

  .soft {
    color: var(--ink-soft);
  }

  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  svg {
    display: block;
    flex: none;
  }

  .picker {
    position: relative;
    display: block;
  }

  .picker svg {
    direction: inherit;
    position: absolute;
    inset-inline-end: 8px;
    top: 50%;
    translate: 0 -50%;
    pointer-events: none;
    color: var(--ink-soft);
  }

  @media (forced-colors: active) {
    button.primary,
    input[type="range"] {
      forced-color-adjust: none;
    }
  }

  @media (pointer: coarse) {
    button,
    select {
      min-height: 44px;
    }

    button.icon {
      width: 44px;
    }

    input[type="range"] {
      height: 36px;
    }
  }
`;
