import { css, unsafeCSS } from 'lit';
import tokens from '../styles/tokens.css?inline';

/** Tokens, and nothing of what the page around has set for its text. */
export const tokenStyles = unsafeCSS(tokens);

export const figureStyles = css`
  :host {
    all: initial;
    display: block;
    container-type: inline-size;
    box-sizing: border-box;
    font: var(--text-m) / 1.45 var(--font);
    color: var(--ink);
    color-scheme: light dark;
    background: var(--paper);
    text-align: start;
  }

  .head {
    font-size: var(--text-l);
    font-weight: 650;
    padding: var(--space-3) var(--space-4) 0;
  }

  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
    padding: var(--space-2) var(--space-4);
    border-bottom: 1px solid var(--line);
  }

  dh-transport {
    flex: none;
    max-width: 100%;
  }

  dh-readout {
    flex: 1 1 200px;
    min-width: 0;
  }

  main,
  .panes {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: var(--space-4) var(--space-6);
    padding: var(--space-3) var(--space-4);
  }

  dh-network {
    flex: 3 1 400px;
    min-width: 0;
  }

  .side {
    flex: 1 1 270px;
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-4) var(--space-6);
    min-width: 0;
    max-width: 100%;
  }

  .side > * {
    flex: 1 1 240px;
    min-width: 0;
    max-width: 480px;
    margin-inline: auto;
  }

  dh-data {
    flex: 0 1 240px;
    min-width: 0;
  }

  .controls {
    flex: 1 1 100%;
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
    gap: var(--space-3) var(--space-6);
  }

  dh-training,
  .instrument {
    flex: 1 1 100%;
    min-width: 0;
  }

  .instrument {
    overflow-x: auto;
  }

  .foot {
    display: flex;
    justify-content: flex-end;
    padding: 0 var(--space-4) var(--space-2);
    font-size: 12px;
  }

  .foot a {
    color: var(--accent);
  }

  .dead {
    display: grid;
    gap: var(--space-2);
    justify-items: start;
    padding: var(--space-4);
  }

  .cause {
    font-size: var(--text-s);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }

  summary {
    cursor: pointer;
  }

  @container (max-width: 559px) {
    dh-network,
    .side,
    dh-data {
      flex-basis: 100%;
    }

    .toolbar {
      padding-inline: var(--space-3);
    }

    .panes {
      padding-inline: var(--space-3);
    }
  }

  @media print {
    .toolbar,
    .controls,
    .foot {
      display: none;
    }
  }
`;
