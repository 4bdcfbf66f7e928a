import { css } from 'lit';
import { ghostStyles } from './ghost-styles.js';

export const lossStyles = css`
  ${ghostStyles}

  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    min-width: 0;
  }

  header {
    display: flex;
    align-items: center;
    gap: 0 var(--space-2);
    min-height: 26px;
    white-space: nowrap;
  }

  .legends {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-3);
    font-size: var(--text-s);
  }

  h2 {
    margin-inline-end: auto;
  }

  header button {
    min-height: 26px;
  }

  .curve {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }

  .curve::before {
    content: "";
    width: 14px;
    border-top: 2px solid var(--accent);
  }

  .curve.test::before {
    border-color: var(--ink-soft);
  }

  .curve.penalized::before {
    border-top: 1.5px dashed var(--accent);
  }

  .curve .number {
    min-width: 6ch;
    text-align: end;
  }

  .reading {
    overflow: hidden;
    text-overflow: ellipsis;
    font-size: 12px;
  }

  #chart {
    flex: 1 1 168px;
    min-height: 168px;
    position: relative;
  }

  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    pointer-events: none;
  }

  .empty span {
    padding: 2px var(--space-2);
    background: var(--paper);
  }

  .unzoom {
    position: absolute;
    inset-inline-end: 16px;
    top: 56px;
    min-height: 26px;
    font-size: 12px;
  }

  .ghosts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-3);
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 12px;
  }

  .ghosts li {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    max-width: 100%;
  }

  .ghosts li span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .ghosts button {
    width: 24px;
    min-height: 24px;
    padding: 0;
  }

  path {
    stroke-width: 1.5;
  }

  .options {
    width: 250px;
  }

  .options label {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 30px;
  }

  .options button {
    margin: var(--space-2) 0;
  }

  input {
    width: 16px;
    height: 16px;
    accent-color: var(--accent);
  }

  .uplot {
    position: absolute;
  }

  .u-select {
    background: color-mix(in srgb, var(--accent) 15%, transparent);
  }

  .u-cursor-x,
  .u-cursor-y {
    border-color: var(--edge) !important;
  }

  @media (pointer: coarse) {
    .options label {
      min-height: 44px;
    }

    header button,
    .ghosts button {
      min-height: 44px;
      min-width: 44px;
    }
  }
`;
