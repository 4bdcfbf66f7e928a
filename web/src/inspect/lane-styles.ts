/** The colours of lanes, the same in charts, legends and tables. */
import { css } from 'lit';

export const laneStyles = css`
  .lane-0 {
    --lane: var(--accent);
  }
  .lane-1 {
    --lane: var(--ghost-1);
  }
  .lane-2 {
    --lane: var(--ghost-2);
  }
  .lane-3 {
    --lane: var(--ghost-3);
  }
  .lane-4 {
    --lane: var(--ghost-4);
  }
  .lane-5 {
    --lane: var(--ghost-5);
  }

  .plot path.lane {
    stroke: var(--lane);
  }

  .plot .lane-1 {
    stroke-dasharray: 6 2;
  }
  .plot .lane-2 {
    stroke-dasharray: 2 2;
  }
  .plot .lane-3 {
    stroke-dasharray: 8 2 2 2;
  }
  .plot .lane-4 {
    stroke-dasharray: 4 4;
  }
  .plot .lane-5 {
    stroke-dasharray: 1 3;
  }

  .swatch {
    display: inline-block;
    inline-size: 14px;
    block-size: 4px;
    vertical-align: middle;
    background: var(--lane);
  }
`;
