// One table a task: each peer's time, and how many times Downhill's it is.

import { median } from './statistics.mjs';
import { inUnit } from './time-units.mjs';

/** Prints the tables and returns their rows. Entries are {task, peer, seconds: one of each round, loss?: [before, after],
 * failed?: why}; `ours` is Downhill's name. What other tenants of a machine take away only ever adds, so that on a busy one
 * the best is what compares. */
export function printRatios(entries, ours) {
  const rows = [];
  for (const task of new Set(entries.map((entry) => entry.task))) {
    const ran = entries
      .filter((entry) => entry.task === task && entry.seconds.length > 0)
      .map((entry) => ({ ...entry, median: median(entry.seconds), best: Math.min(...entry.seconds) }))
      .sort((a, b) => a.best - b.best);
    const mine = ran.filter(({ peer }) => peer === ours);
    const least = (of) => (mine.length ? Math.min(...mine.map(of)) : undefined);
    const [ourMedian, ourBest] = [least((entry) => entry.median), least((entry) => entry.best)];
    console.log(`\n${task.padEnd(26)} ${'median'.padStart(27)} ${'best'.padStart(27)}`);
    for (const entry of ran) {
      const ratio = ourMedian && entry.median / ourMedian;
      const bestRatio = ourBest && entry.best / ourBest;
      const column = (value, times) =>
        `${inUnit(task, value).padStart(18)} ${(times === undefined ? '' : `${times.toFixed(2)}x`).padStart(8)}`;
      const spread = (Math.max(...entry.seconds) - entry.best) / entry.median;
      const learnt = entry.loss ? `   loss ${entry.loss.map((loss) => loss.toPrecision(3)).join(' -> ')}` : '';
      console.log(
        `  ${entry.peer.padEnd(24)} ${column(entry.median, ratio)} ${column(entry.best, bestRatio)}   spread ${(100 * spread).toFixed(0)} %${learnt}`,
      );
      const { peer, seconds, loss } = entry;
      rows.push({ task, peer, median: entry.median, ratio, best: entry.best, bestRatio, seconds, loss });
    }
    for (const entry of entries.filter((each) => each.task === task && each.failed)) {
      console.log(`  ${entry.peer.padEnd(24)} FAILED: ${entry.failed}`);
    }
  }
  return rows;
}
