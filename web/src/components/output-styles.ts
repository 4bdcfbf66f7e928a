import { css } from 'lit';

export const outputStyles = css`
  header {
display: flex;
justify-content: space-between;
align-items: baseline;
flex-wrap: wrap;
gap: 0 var(--space-3);
min-height: 26px;
font-size: var(--text-s);
white-space: nowrap;
  }

  header .number {
display: inline-block;
min-width: 7ch;
text-align: end;
  }

  .map {
display: grid;
grid-template-columns: 22px minmax(0, 1fr);
grid-template-rows: auto 20px auto;
font-size: 12px;
color: var(--ink-soft);
  }

  canvas.plane {
grid-area: 1 / 2;
width: 100%;
aspect-ratio: 1;
border-radius: 4px;
outline: 1px solid var(--line);
outline-offset: -1px;
background: var(--surface);
  }

  .ticks {
display: flex;
justify-content: space-between;
font-variant-numeric: tabular-nums;
  }

  .ticks.vertical {
flex-direction: column;
align-items: flex-end;
padding-inline-end: 6px;
line-height: 1;
  }

  .ticks.horizontal {
grid-column: 2;
padding-top: 3px;
line-height: 16px;
  }

  .ticks i {
font-family: Georgia, "Times New Roman", serif;
font-size: 14px;
color: var(--ink);
  }

  .below {
display: flex;
flex-wrap: wrap;
justify-content: space-between;
gap: 2px var(--space-4);
margin-top: var(--space-1);
padding-inline-start: 22px;
font-size: var(--text-s);
  }

  .below > span {
display: flex;
flex-wrap: wrap;
gap: 0 var(--space-3);
align-items: center;
  }

  .below label {
display: inline-flex;
align-items: center;
gap: 6px;
min-height: 26px;
  }

  .below button {
min-height: 26px;
padding: 0 6px;
gap: 5px;
margin-inline-start: -6px;
  }

  input[type="checkbox"] {
width: 15px;
height: 15px;
accent-color: var(--accent);
  }

  @media (pointer: coarse) {
.below label,
.below button {
  min-height: 44px;
}
  }
`;
