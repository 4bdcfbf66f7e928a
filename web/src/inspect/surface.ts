/** A landscape as a rotatable surface: painted from back to front on a canvas, which is all that a few thousand facets need. */
export interface View {
  /** Degrees. */
  turn: number;
  tilt: number;
}

export interface SurfaceColours {
  low: string;
  high: string;
  line: string;
  path: string;
}

export interface Surface {
  side: number;
  /** Row by row; heights are taken on a logarithmic scale, where valleys are seen beside mountains. */
  values: Float64Array;
  /** Points of a path, as places in the grid, 0 … side − 1. */
  path: readonly (readonly [number, number])[];
}

/** Heights 0 … 1 of the values; what is not finite is as high as the highest. */
export function heightsOf(values: Float64Array): Float64Array {
  const finite = values.filter((value) => Number.isFinite(value));
  const low = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const logs = values.map((value) => Math.log1p(Math.max(0, value - low)));
  const top = logs.reduce((most, log) => (Number.isFinite(log) ? Math.max(most, log) : most), 1e-9);
  return logs.map((log) => (Number.isFinite(log) ? log / top : 1));
}

export function paintSurface(
  canvas: HTMLCanvasElement,
  { side, values, path }: Surface,
  view: View,
  colours: SurfaceColours,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  const heights = heightsOf(values);
  const turn = (view.turn * Math.PI) / 180;
  const tilt = (view.tilt * Math.PI) / 180;
  const [sinT, cosT, sinU, cosU] = [Math.sin(turn), Math.cos(turn), Math.sin(tilt), Math.cos(tilt)];
  const size = 0.62 * Math.min(width, height * 1.4);
  const project = (column: number, row: number, z: number): [number, number, number] => {
    const x = column / (side - 1) - 0.5;
    const y = row / (side - 1) - 0.5;
    const across = x * cosT - y * sinT;
    const deep = x * sinT + y * cosT;
    return [width / 2 + size * across, height * 0.62 - size * (deep * sinU + 0.55 * (z - 0.3) * cosU), deep];
  };
  context.clearRect(0, 0, width, height);
  const at = (column: number, row: number) => project(column, row, heights[row * side + column] ?? 1);
  const facets: { depth: number; column: number; row: number }[] = [];
  for (let row = 0; row + 1 < side; row += 1) {
    for (let column = 0; column + 1 < side; column += 1) facets.push({ depth: at(column, row)[2], column, row });
  }
  facets.sort((a, b) => b.depth - a.depth);
  context.lineWidth = 0.5;
  context.strokeStyle = colours.line;
  for (const { column, row } of facets) {
    const corners = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
    context.beginPath();
    for (const [x, y] of corners) context.lineTo(x, y);
    context.closePath();
    context.fillStyle = `color-mix(in oklab, ${colours.high} ${Math.round(100 * (heights[row * side + column] ?? 1))}%, ${colours.low})`;
    context.fill();
    context.stroke();
  }
  context.strokeStyle = colours.path;
  context.lineWidth = 2;
  context.beginPath();
  const level = (column: number, row: number) =>
    heights[
      Math.min(side - 1, Math.max(0, Math.round(row))) * side + Math.min(side - 1, Math.max(0, Math.round(column)))
    ] ?? 0;
  for (const [column, row] of path) {
    const [x, y] = project(column, row, level(column, row) + 0.02);
    context.lineTo(x, y);
  }
  context.stroke();
  const end = path.at(-1);
  if (end) {
    const [x, y] = project(end[0], end[1], level(...end) + 0.02);
    context.fillStyle = colours.path;
    context.beginPath();
    context.arc(x, y, 4 * (width / 400), 0, 2 * Math.PI);
    context.fill();
  }
}
