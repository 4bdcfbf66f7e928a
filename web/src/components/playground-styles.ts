import { css } from 'lit';

export const playgroundStyles = css`
  :host {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    min-height: 100dvh;
    font: var(--text-m) / 1.45 var(--font);
    color: var(--ink);
    background: var(--paper);
  }

  .top {
    display: grid;
    grid-template-columns: 252px auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 20px;
    min-height: 56px;
    padding: 0 var(--space-6);
    border-bottom: 1px solid var(--line);
  }

  .brand {
    display: flex;
    align-items: center;
    gap: var(--space-4);
  }

  .brand a {
    font-size: var(--text-m);
    text-decoration: none;
  }

  h1 {
    display: flex;
    align-items: center;
    gap: 10px;
    font-size: var(--text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
  }

  h1 svg {
    color: var(--accent);
  }

  h1 circle {
    fill: var(--negative);
  }

  main {
    flex: 1;
    display: grid;
    grid-template-columns: 240px minmax(0, 1fr) 376px;
    grid-template-rows: auto 1fr auto auto auto;
    grid-template-areas:
      "data network output"
      "data network loss"
      "training training training"
      "dock dock dock"
      "line line line";
    column-gap: var(--space-8);
    row-gap: var(--space-3);
    padding: var(--space-4) var(--space-6) 0;
  }

  main.bare {
    grid-template-columns: 0 minmax(0, 1fr) 376px;
    column-gap: var(--space-4);
  }

  dh-data {
    grid-area: data;
  }

  dh-network {
    grid-area: network;
  }

  dh-output {
    grid-area: output;
  }

  dh-loss {
    grid-area: loss;
  }

  dh-training {
    grid-area: training;
    margin: 0 calc(-1 * var(--space-6));
    padding: var(--space-3) var(--space-6) 0;
    border-top: 1px solid var(--line);
  }

  dh-dock {
    grid-area: dock;
    min-width: 0;
    margin: 0 calc(-1 * var(--space-6));
    padding: 0 var(--space-6);
    border-block-start: 1px solid var(--line);
  }

  .line {
    grid-area: line;
    min-height: 28px;
    font-size: var(--text-s);
  }

  main.dead {
    display: grid;
    grid-template: none;
    place-items: center;
    padding: var(--space-8) var(--space-6);
  }

  .dead section {
    display: grid;
    gap: var(--space-3);
    justify-items: start;
    max-width: 560px;
  }

  .dead h2 {
    font-size: var(--text-xl);
  }

  summary {
    cursor: pointer;
    color: var(--ink-soft);
  }

  .cause {
    margin-top: var(--space-2);
    font-size: var(--text-s);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }

  @media (min-width: 1600px) {
    main {
      grid-template-columns: 240px minmax(0, 1fr) 440px;
    }
  }

  @media (max-width: 1599px) {
    .top {
      grid-template-columns: auto auto minmax(0, 1fr) auto;
      gap: 16px;
    }
  }

  @media (max-width: 1299px) {
    .top {
      grid-template-columns: auto 1fr auto;
      gap: var(--space-2) var(--space-4);
      padding: var(--space-2) var(--space-4);
    }

    dh-readout {
      grid-row: 2;
      grid-column: 1 / 3;
      justify-content: flex-start;
    }

    dh-tools {
      grid-row: 2;
      grid-column: 3;
    }

    dh-transport {
      grid-column: 2 / -1;
      justify-self: end;
    }
  }

  @media (max-width: 1099px) {
    main {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      grid-template-rows: none;
      grid-template-areas:
        "network network"
        "output loss"
        "training training"
        "dock dock"
        "data data"
        "line line";
      row-gap: var(--space-6);
      padding: var(--space-4) var(--space-4) 0;
    }

    dh-training {
      margin: 0;
      padding: var(--space-4) 0 0;
    }

    dh-data {
      border-top: 1px solid var(--line);
      padding-top: var(--space-4);
    }

    dh-dock {
      margin: 0;
      padding: 0;
    }
  }

  @media (max-width: 719px) {
    .top {
      grid-template-columns: 1fr auto;
      position: static;
    }

    dh-readout {
      grid-column: 1 / -1;
    }

    dh-tools {
      grid-row: 1;
      grid-column: 2;
    }

    dh-transport {
      position: fixed;
      z-index: 5;
      justify-self: stretch;
      inset: auto 0 0 0;
      padding: var(--space-2) var(--space-3) calc(var(--space-2) + env(safe-area-inset-bottom));
      border-top: 1px solid var(--line);
      background: var(--paper);
    }

    main {
      grid-template-columns: minmax(0, 1fr);
      grid-template-areas:
        "output"
        "loss"
        "network"
        "training"
        "dock"
        "data"
        "line";
      padding-bottom: 72px;
    }
  }

  @media (max-width: 359px) {
    .brand {
      gap: var(--space-1);
    }

    .brand .name {
      position: absolute;
      clip-path: inset(50%);
    }
  }

  @media print {
    :host {
      background: none;
      color: black;
    }

    dh-transport,
    dh-tools,
    dh-notices,
    dh-hint,
    dh-data,
    .brand a,
    .line {
      display: none;
    }

    main,
    main.bare {
      grid-template-columns: 3fr 2fr;
      grid-template-rows: none;
      grid-template-areas:
        "network output"
        "network loss"
        "training training"
        "dock dock";
      padding: var(--space-3) 0;
    }

    dh-network,
    dh-output,
    dh-loss,
    dh-dock {
      break-inside: avoid;
    }
  }
`;
