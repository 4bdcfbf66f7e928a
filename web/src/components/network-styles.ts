import { css } from 'lit';

export const networkStyles = css`
  :host {
    position: relative;
    min-width: 0;
  }

  header {
    display: flex;
    justify-content: space-between;
    align-items: center;
    min-height: 26px;
    font-size: var(--text-s);
  }

  .depth {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
  }

  .scroller {
    overflow-x: auto;
    overflow-y: hidden;
    padding: var(--space-2) 0;
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

  canvas {
    position: absolute;
    inset: 0;
  }

  .drawing svg {
    position: relative;
    overflow: visible;
    /* A layer of its own: new pictures underneath need not repaint the lines. */
    will-change: transform;
  }

  path {
    fill: none;
  }

  .hit {
    stroke: transparent;
    stroke-width: 9;
    pointer-events: stroke;
  }

  .line {
    stroke: var(--positive);
    pointer-events: none;
  }

  .line.negative {
    stroke: var(--negative);
  }

  .edge:hover .line,
  .edge:focus .line {
    stroke-opacity: 1;
  }

  g:focus {
    outline: none;
  }

  .edge:focus-visible .hit {
    stroke: color-mix(in srgb, var(--accent) 45%, transparent);
  }

  rect {
    fill: transparent;
    stroke: var(--edge);
    stroke-width: 1.25;
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

  text {
    fill: var(--ink);
    font: italic 15px Georgia, "Times New Roman", serif;
    text-anchor: end;
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

  @media (forced-colors: active) {
    canvas,
    .line,
    .bias {
      forced-color-adjust: none;
    }
  }
`;
