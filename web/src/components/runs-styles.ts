import { css } from 'lit';
import { ghostStyles } from './ghost-styles.js';

export const runsStyles = css`
  ${ghostStyles}

  .runs {
    display: grid;
    gap: var(--space-2);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }

  img,
  .none {
    width: 64px;
    height: 64px;
    border-radius: 4px;
    background: var(--surface);
  }

  .what {
    flex: 1 1 240px;
    display: grid;
    min-width: 0;
    font-size: var(--text-s);
  }

  input[type="text"] {
    min-width: 0;
    height: 30px;
    padding: 0 6px;
    margin-inline-start: -7px;
    border: 1px solid transparent;
    border-radius: 4px;
    background: none;
    font-weight: 600;
    text-overflow: ellipsis;
  }

  input[type="text"]:hover,
  input[type="text"]:focus {
    border-color: var(--edge);
    background: var(--surface);
  }

  .compare,
  .keep {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 32px;
    font-size: var(--text-s);
  }

  .keep {
    margin-top: var(--space-4);
  }

  input[type="checkbox"] {
    width: 16px;
    height: 16px;
    accent-color: var(--accent);
  }

  .trouble {
    color: var(--danger);
  }

  .chart {
    height: 220px;
    overflow: hidden;
  }

  .key {
    font-size: 12px;
  }

  .scroll {
    overflow-x: auto;
  }

  table {
    border-collapse: collapse;
    font-size: var(--text-s);
  }

  th,
  td {
    padding: 4px 12px 4px 0;
    text-align: start;
    vertical-align: top;
  }

  th {
    font-weight: 500;
  }

  tbody tr {
    border-top: 1px solid var(--line);
  }

  .different {
    background: var(--accent-soft);
  }

  path {
    stroke-width: 2;
  }
`;
