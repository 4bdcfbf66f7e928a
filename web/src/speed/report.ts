/** The results for others: a table in plain text, and JSON. */
import type { SpeedResult } from './bench.js';
import { engines, peakTask, spoken, tasks } from './tasks.js';

export function asText(results: readonly SpeedResult[]): string {
  const used = engines.filter(({ key }) => results.some(({ engine }) => engine === key));
  const find = (engine: string, task: string) =>
    results.find((result) => result.engine === engine && result.task === task && result.ok);
  const rows = [['', ...used.map(({ title }) => title)]];
  for (const { key, title, detail, unit } of tasks) {
    const cells = used.map(({ key: engine }) => {
      const found = find(engine, key);
      return found ? spoken(unit, found.seconds) : '';
    });
    if (cells.some(Boolean)) rows.push([`${title} (${detail})`, ...cells]);
  }
  rows.push(['peak', ...used.map(({ key }) => spoken('flop', find(key, peakTask)?.seconds ?? Number.NaN))]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [`Downhill, ${new Date().toISOString().slice(0, 10)}, ${navigator.userAgent}`, ...lines].join('\n');
}

export function asJson(results: readonly SpeedResult[]): string {
  const { userAgent, hardwareConcurrency } = navigator;
  return JSON.stringify({ date: new Date().toISOString(), userAgent, hardwareConcurrency, results }, undefined, 1);
}
