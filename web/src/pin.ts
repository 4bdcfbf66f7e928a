/** Makes a pinned run of the present one. */
import type { Playground } from './playground.js';
import type { PinnedRun } from './runs.js';
import { settings as table } from './settings.js';

const thumbnailSide = 64;
/** Names are to be read at a glance. */
const mostInName = 3;

export function pin(model: Playground): PinnedRun | null {
  const { run, frame, curve } = model;
  if (!run || !frame) return null;
  const plane = (index: number) =>
    Array.from(curve.values.subarray(index * curve.length, (index + 1) * curve.length), (value) =>
      Number(value.toPrecision(6)),
    );
  const pinned: PinnedRun = {
    id: crypto.randomUUID?.() ?? String(Math.random()),
    name: nameOf(run.settings),
    query: run.query,
    settings: run.settings,
    points: run.settings.dataset === 'custom' ? run.custom : null,
    metrics: frame.metrics,
    stepsPerEpoch: run.stepsPerEpoch,
    curve: [plane(0), plane(1), plane(2)],
    thumbnail: thumbnail(model),
  };
  model.runs.add(pinned);
  return pinned;
}

/** The dataset, and the first settings that are not the usual ones. */
function nameOf(settings: Record<string, string>): string {
  const label = (key: string) => {
    const setting = table.find((entry) => entry.key === key);
    const value = settings[key] ?? '';
    const choice = setting && 'choices' in setting ? setting.choices.find((entry) => entry.value === value) : undefined;
    return choice?.label ?? `${(setting?.symbol || setting?.label) ?? key} ${value}`;
  };
  const unusual = table.filter(
    ({ key, default: usual }) => key !== 'dataset' && key !== 'seed' && settings[key] !== usual,
  );
  return ['dataset', ...unusual.map(({ key }) => key)].slice(0, mostInName).map(label).join(', ');
}

function thumbnail({ pictures }: Playground): string {
  if (!pictures) return '';
  const { mapSize: side, map } = pictures;
  const source = document.createElement('canvas');
  source.width = side;
  source.height = side;
  source.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(map.slice(0)), side), 0, 0);
  const small = document.createElement('canvas');
  small.width = thumbnailSide;
  small.height = thumbnailSide;
  small.getContext('2d')?.drawImage(source, 0, 0, thumbnailSide, thumbnailSide);
  return small.toDataURL('image/png');
}
