import { css } from 'lit';

export const networkStyles = css`
  :host {
    position: relative;
    min-width: 0;
  }

  header {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0 var(--space-4);
    min-height: 26px;
    font-size: var(--text-s);
  }

  .kind {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    color: var(--ink-soft);
  }

  .kind select {
    min-height: 26px;
    padding-block: 0;
    padding-inline: 6px 22px;
    border-color: transparent;
    background: none;
    color: var(--ink);
  }

  .kind .picker svg {
    inset-inline-end: 4px;
  }

  .zoom,
  .depth {
    display: inline-flex;
    align-items: center;
    gap: 2px;
  }

  .zoom {
    margin-inline-start: auto;
  }

  .zoom button {
    min-width: 24px;
    min-height: 24px;
    padding: 0;
  }

  .zoom .percent {
    min-width: 6ch;
    font-size: var(--text-s);
    color: var(--ink-soft);
  }

  .stage {
    position: relative;
    margin-top: var(--space-2);
  }

  canvas {
    position: absolute;
    left: 0;
    top: 0;
    pointer-events: none;
  }

  .scroller {
    touch-action: pan-x pan-y;
    position: relative;
    overflow: auto;
    overscroll-behavior-x: contain;
  }

  dh-layer-header {
    position: sticky;
    top: 0;
    z-index: 1;
  }

  .drawing {
    position: relative;
    width: max-content;
  }

  .wait {
    display: grid;
    place-items: center;
    min-height: 520px;
  }

  .drawing svg {
    position: relative;
    overflow: visible;
    /* A layer of its own: new pictures underneath need not repaint the lines. */
    will-change: transform;
  }

  path {
    fill: none;
    pointer-events: none;
  }

  .halo {
    stroke: color-mix(in srgb, var(--accent) 35%, transparent);
    stroke-width: 9;
    stroke-linecap: round;
  }

  .edge:focus-visible path {
    stroke: color-mix(in srgb, var(--accent) 55%, transparent);
    stroke-width: 9;
    stroke-linecap: round;
  }

  g:focus {
    outline: none;
  }

  rect {
    fill: transparent;
    stroke: var(--edge);
    stroke-width: 1.25;
  }

  .tiny rect {
    stroke-width: 0.5;
  }

  .node[role="button"] {
    cursor: pointer;
  }

  .node:hover rect {
    stroke: var(--ink);
    stroke-width: 2;
  }

  .node:focus-visible rect {
    stroke: var(--accent);
    stroke-width: 3;
  }

  .bias {
    fill: var(--positive);
    stroke: var(--paper);
    stroke-width: 1.5;
    pointer-events: none;
  }

  .bias.negative {
    fill: var(--negative);
  }

  .bias.other {
    fill: var(--rising);
  }

  .bias.other.negative {
    fill: var(--falling);
  }

  .bias.frozen {
    stroke: var(--ink);
    stroke-dasharray: 2 1.5;
  }

  text {
    fill: var(--ink);
    font: italic 15px Georgia, "Times New Roman", serif;
    text-anchor: end;
  }

  .tiny text,
  .small text {
    font-size: 12px;
  }

  .card {
    position: absolute;
    z-index: 2;
    display: grid;
    gap: 1px;
    padding: 6px 10px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    font-size: var(--text-s);
    pointer-events: none;
    white-space: nowrap;
  }

  .card b {
    font-weight: 500;
    color: var(--ink-soft);
  }

  .editor {
    position: absolute;
    z-index: 3;
  }

  .legend {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 2px var(--space-3);
    margin-top: var(--space-1);
    font-size: var(--text-s);
  }

  .ramp {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }

  .ramp i {
    width: 34px;
    height: 6px;
    background: var(--positive);
    clip-path: polygon(0 42%, 100% 0, 100% 100%, 0 58%);
  }

  .ramp i:first-of-type {
    background: var(--negative);
    scale: -1 1;
  }

  .other .ramp i {
    background: var(--rising);
  }

  .other .ramp i:first-of-type {
    background: var(--falling);
  }

  .frozen-mark {
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-inline-end: 6px;
    background: var(--ink);
  }

  @media (pointer: coarse) {
    .kind select,
    .zoom button {
      min-width: 36px;
      min-height: 44px;
    }
  }

  @media (forced-colors: active) {
    canvas,
    .ramp i,
    .bias {
      forced-color-adjust: none;
    }
  }
`;
