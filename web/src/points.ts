/** Data points as marks: colour and shape tell the class, filling tells training from test. */
import type { Layout } from './engine/module.js';
import { classNames, diverging, type Palette, type Shape, shapeOf } from './palette.js';

export interface Marks {
  points: Float32Array;
  trainCount: number;
  showTest: boolean;
  /** The third number is what is learnt, not a class. */
  regression: boolean;
}

/** By the names they came with, or else by their colours. */
export function namesOf({ classes, classNames: own }: Pick<Layout, 'classes' | 'classNames'>): string[] {
  return Array.from({ length: classes }, (_, k) => own[k] ?? classNames[k] ?? String(k));
}

/** Draws onto a square of `size` pixels that shows the domain [-6, 6]². */
export function drawPoints(
  context: CanvasRenderingContext2D,
  { points, trainCount, showTest, regression }: Marks,
  palette: Palette,
  size: number,
  ratio: number,
): void {
  const total = points.length / 3;
  const radius = (total > 1500 ? 2 : 3.1) * ratio;
  context.lineWidth = 1.2 * ratio;
  // Test points first, so that the ones that are learnt from stay on top.
  const order = [...range(trainCount, showTest ? total : trainCount), ...range(0, trainCount)];
  for (const i of order) {
    const [x1 = 0, x2 = 0, value = 0] = points.subarray(3 * i, 3 * i + 3);
    const [x, y] = [((x1 + 6) / 12) * size, ((6 - x2) / 12) * size];
    const isTest = i >= trainCount;
    if (regression) drawNumber(context, x, y, radius, diverging(palette, value), isTest ? palette : null);
    else drawClass(context, x, y, radius, value, palette, isTest);
  }
}

function drawClass(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  label: number,
  palette: Palette,
  hollow: boolean,
): void {
  const colour = palette.classes[label] ?? '';
  context.beginPath();
  trace(context, shapeOf(label), x, y, radius);
  context.fillStyle = hollow ? palette.middle : colour;
  context.strokeStyle = hollow ? colour : palette.middle;
  context.fill();
  context.stroke();
}

/** A number near 0 has the colour of the ground, so each has a rim; a test point is a dot in a ring. */
function drawNumber(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  colour: string,
  ringed: Palette | null,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = ringed?.middle ?? colour;
  context.strokeStyle = rim;
  context.fill();
  context.stroke();
  if (!ringed) return;
  context.beginPath();
  context.arc(x, y, radius * 0.55, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}

/** Stands out from light and dark ground alike. */
const rim = '#7b848b';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** All shapes have about the area of a circle of that radius. */
export function trace(context: CanvasPath, shape: Shape, x: number, y: number, radius: number): void {
  if (shape === 'circle') {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const corners = cornersOf[shape];
  for (const [index, [dx = 0, dy = 0]] of corners.entries()) {
    if (index === 0) context.moveTo(x + dx * radius, y + dy * radius);
    else context.lineTo(x + dx * radius, y + dy * radius);
  }
  context.closePath();
}

const plus = 0.42;
const cornersOf: Record<Exclude<Shape, 'circle'>, number[][]> = {
  square: [
    [-0.88, -0.88],
    [0.88, -0.88],
    [0.88, 0.88],
    [-0.88, 0.88],
  ],
  triangle: [
    [0, -1.35],
    [1.2, 0.8],
    [-1.2, 0.8],
  ],
  diamond: [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ],
  cross: [
    [-plus, -1.25],
    [plus, -1.25],
    [plus, -plus],
    [1.25, -plus],
    [1.25, plus],
    [plus, plus],
    [plus, 1.25],
    [-plus, 1.25],
    [-plus, plus],
    [-1.25, plus],
    [-1.25, -plus],
    [-plus, -plus],
  ],
  star: Array.from({ length: 10 }, (_, corner) => {
    const reach = corner % 2 === 0 ? 1.5 : 0.65;
    const angle = (corner / 5 - 0.5) * Math.PI;
    return [reach * Math.cos(angle), reach * Math.sin(angle)];
  }),
};
