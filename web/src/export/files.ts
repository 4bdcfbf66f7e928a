/** Hands things to the visitor as files. */
import { coloursOf } from '../chart.js';
import { columnsOf } from '../curve-data.js';
import { curvePlanes } from '../engine/curve.js';
import type { Playground } from '../playground.js';
import { saveRun } from '../run-file.js';
import type { ModelFormat } from './model.js';
import { lossPicture, mapPicture, networkPicture } from './pictures.js';
import { textOf, toPng } from './svg.js';

const pictures = { map: mapPicture, network: networkPicture, loss: lossPicture };
export type PictureName = keyof typeof pictures;

export async function exportPicture(model: Playground, name: PictureName, kind: 'png' | 'svg'): Promise<void> {
  download(await pictureBlob(model, name, kind), `downhill-${name}.${kind}`);
}

export async function pictureBlob(model: Playground, name: PictureName, kind: 'png' | 'svg'): Promise<Blob> {
  const svg = pictures[name](model, coloursOf(model.root ?? document.documentElement));
  return kind === 'png' ? toPng(svg) : new Blob([textOf(svg)], { type: 'image/svg+xml' });
}

export function exportCurve(model: Playground): void {
  download(new Blob([curveCsv(model)], { type: 'text/csv' }), 'downhill-curve.csv');
}

export function curveCsv({ curve, frame, run }: Playground): string {
  const columns = columnsOf(curve, frame?.metrics);
  const rows = columns.step.map((step, index) =>
    [step, step / (run?.stepsPerEpoch ?? 1), ...curvePlanes.slice(1).map((name) => columns[name][index])].join(','),
  );
  const header = ['step', 'epoch', ...curvePlanes.slice(1)].join(',');
  return `${[header, ...rows].join('\n')}\n`;
}

export async function exportPoints(model: Playground): Promise<void> {
  download(new Blob([(await model.ask('csv', {})) ?? ''], { type: 'text/csv' }), 'downhill-points.csv');
}

export async function exportModel(model: Playground, { key, suffix }: ModelFormat): Promise<void> {
  const { modelFile } = await import('./model.js');
  download(await modelFile(model, key), `downhill-model${suffix}`);
}

export async function exportRun(model: Playground): Promise<void> {
  download(new Blob([await saveRun(model)], { type: 'application/json' }), 'downhill-run.json');
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
