/** The output, the network and the loss curve as pictures to keep. */
import { boundary } from '../boundary.js';
import { type Colours, ghostLooks, short } from '../chart.js';
import { roundScale } from '../components/line-painter.js';
import { columnsOf } from '../curve-data.js';
import { layOut, pathOf } from '../geometry.js';
import { palettes, shapeOf } from '../palette.js';
import type { Playground } from '../playground.js';
import { trace } from '../points.js';
import { at, dataUrl, element, PathText, picture } from './svg.js';

const side = 480;
const font = { 'font-family': 'system-ui, sans-serif', 'font-size': 13 };

export function mapPicture({ pictures, run, theme, view }: Playground, colour: Colours): SVGElement {
  const [margin, palette] = [28, palettes[theme]];
  const plane = element('g', { transform: `translate(${margin} 8)` });
  if (pictures) {
    const href = dataUrl(pictures.map, pictures.mapSize);
    plane.append(element('image', { href, width: side, height: side, preserveAspectRatio: 'none' }));
  }
  if (pictures && run?.layout.outputs === 1) {
    const path = new PathText();
    for (const line of boundary(new Float32Array(pictures.values), pictures.mapSize)) {
      for (const [index, [x, y]] of line.entries()) {
        if (index === 0) path.moveTo(x * side, y * side);
        else path.lineTo(x * side, y * side);
      }
    }
    plane.append(element('path', { d: path.text, fill: 'none', stroke: colour('--ink'), 'stroke-width': 1.75 }));
  }
  const shown = view.showTestData === 'true' ? (run?.points.length ?? 0) / 3 : (run?.trainCount ?? 0);
  for (let i = shown - 1; run && i >= 0; i -= 1) {
    const [x1 = 0, x2 = 0, label = 0] = run.points.subarray(3 * i, 3 * i + 3);
    const path = new PathText();
    trace(path as unknown as CanvasPath, shapeOf(label), ((x1 + 6) / 12) * side, ((6 - x2) / 12) * side, 3.4);
    const sign = label < 0 ? palette.negative : palette.positive;
    const mark = run.layout.regression ? sign : (palette.classes[label] ?? sign);
    const [fill, stroke] = i < run.trainCount ? [mark, palette.middle] : [palette.middle, mark];
    plane.append(element('path', { d: path.text, fill, stroke, 'stroke-width': 1 }));
  }
  const text = (x: number, y: number, words: string) =>
    element('text', { x, y, fill: colour('--ink-soft'), 'text-anchor': 'middle', ...font }, words);
  return picture(
    side + margin + 8,
    side + 36,
    colour('--paper'),
    plane,
    text(margin, side + 26, '−6'),
    text(margin + side / 2, side + 26, 'x₁'),
    text(margin + side - 4, side + 26, '6'),
    text(14, 18, '6'),
    text(14, 8 + side / 2, 'x₂'),
    text(14, side + 6, '−6'),
  );
}

const fullWeight = 4;

/** The lines show what they show on the page. */
export function networkPicture({ run, pictures, parameters, frame, view }: Playground, colour: Colours): SVGElement {
  if (!run) return picture(1, 1, colour('--paper'));
  const geometry = layOut(run.layout, { width: 1000, height: 620 });
  const half = geometry.side / 2;
  const other = view.edges === 'weight' ? null : frame?.edges;
  const values = other ?? parameters;
  const full = other ? roundScale(other) : fullWeight;
  const positive = other ? '--rising' : '--positive';
  const negative = other ? '--falling' : '--negative';
  const lines = geometry.gaps.flat().map((edge) => {
    const value = values[edge.weight] ?? 0;
    const strength = Math.min(1, Math.abs(value) / full);
    return element('path', {
      d: pathOf(geometry, edge),
      fill: 'none',
      stroke: colour(value < 0 ? negative : positive),
      'stroke-width': at(0.6 + 4.2 * strength),
      'stroke-opacity': at(0.25 + 0.7 * Math.sqrt(strength)),
    });
  });
  const nodes = geometry.columns.flat().flatMap((node) => {
    const box = { x: at(node.x - half), y: at(node.y - half), width: geometry.side, height: geometry.side };
    const offset = pictures ? node.tile * 4 * pictures.tileSize ** 2 : 0;
    return [
      ...(pictures ? [element('image', { ...box, href: dataUrl(pictures.tiles, pictures.tileSize, offset) })] : []),
      element('rect', { ...box, fill: 'none', stroke: colour('--edge') }),
    ];
  });
  const names = (geometry.columns[0] ?? []).map(({ x, y, name }) =>
    element('text', { x: x - half - 6, y: y + 4, 'text-anchor': 'end', fill: colour('--ink'), ...font }, name),
  );
  return picture(
    Math.ceil(geometry.width),
    Math.ceil(geometry.height),
    colour('--paper'),
    ...lines,
    ...nodes,
    ...names,
  );
}

/** About five round numbers from 0 to the largest value; powers of ten where distances are ratios. */
function ticks(least: number, most: number, log: boolean): number[] {
  if (log) {
    const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
    return Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  }
  const power = 10 ** Math.floor(Math.log10(most / 4 || 1));
  const step = ([1, 2, 5, 10].find((digit) => digit * power >= most / 5) ?? 10) * power;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

export function lossPicture({ curve, frame, view, runs }: Playground, colour: Colours): SVGElement {
  const [width, height, left, bottom] = [800, 480, 64, 44];
  const { step, trainLoss, testLoss } = columnsOf(curve, frame?.metrics);
  const ghosts = runs.ghosts.map(({ name, curve: [x, y] }, index) => ({ name, x, y, ...ghostLooks[index] }));
  const lines = [
    ...ghosts,
    { name: 'test loss', x: step, y: testLoss, colour: '--ink-soft', dash: [] },
    { name: 'training loss', x: step, y: trainLoss, colour: '--accent', dash: [] },
  ];
  const log = view.logLoss === 'true';
  const values = lines.flatMap(({ y }) => y).filter((value) => Number.isFinite(value) && (!log || value > 0));
  const most = values.reduce((a, b) => Math.max(a, b), log ? 1e-12 : 1e-3);
  const least = values.reduce((a, b) => Math.min(a, b), most);
  const yTicks = ticks(least, most, log);
  const [low, high] = log ? [yTicks[0] ?? 1, yTicks.at(-1) ?? 1] : [0, most * 1.05];
  const last = Math.max(1, ...lines.map(({ x }) => x.at(-1) ?? 0));
  const xOf = (value: number) => left + (value / last) * (width - left - 20);
  const part = (value: number) =>
    log ? Math.log(value / low) / Math.log(high / low || Math.E) : (value - low) / (high - low);
  const yOf = (value: number) => height - bottom - part(value) * (height - bottom - 16);
  const text = (x: number, y: number, words: string, anchor = 'middle') =>
    element('text', { x: at(x), y: at(y), fill: colour('--ink-soft'), 'text-anchor': anchor, ...font }, words);
  const grid = yTicks.flatMap((value) => [
    element('path', { d: `M${left} ${at(yOf(value))}H${width - 20}`, stroke: colour('--line') }),
    text(left - 8, yOf(value) + 4, short(value), 'end'),
  ]);
  const curves = lines.map(({ name, x, y, colour: ink = '--edge', dash = [] }) => {
    const path = x
      .map((value, index) => ({ x: value, y: y[index] ?? Number.NaN }))
      .filter((point) => Number.isFinite(point.y) && (!log || point.y > 0))
      .map((point, index) => `${index === 0 ? 'M' : 'L'}${at(xOf(point.x))} ${at(yOf(point.y))}`)
      .join('');
    const looks = {
      fill: 'none',
      stroke: colour(ink),
      'stroke-width': 1.75,
      'stroke-dasharray': dash.join(' ') || 'none',
    };
    return element('path', { d: path || 'M0 0', ...looks }, element('title', {}, name));
  });
  const legend = lines.map(({ name, colour: ink = '--edge' }, index) =>
    element('text', { x: width - 28, y: 28 + 18 * index, fill: colour(ink), 'text-anchor': 'end', ...font }, name),
  );
  const across = ticks(0, last, false).map((value) => text(xOf(value), height - bottom + 20, short(value)));
  const label = text((left + width) / 2, height - 6, 'steps');
  return picture(width, height, colour('--paper'), ...grid, ...across, label, ...curves, ...legend);
}
