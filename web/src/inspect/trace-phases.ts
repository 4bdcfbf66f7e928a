/** The phases of one example's way through the network and back, in the order of the algorithm (section 12). */
export type Lamp = 'forward' | 'output' | 'backward' | 'gradients' | 'update';
export const lamps: Lamp[] = ['forward', 'output', 'backward', 'gradients', 'update'];

export interface Phase {
  lamp: Lamp;
  /** Counted from 0; null where all layers are meant. */
  layer: number | null;
}

export function phasesOf(layers: number): Phase[] {
  const upward = Array.from({ length: layers }, (_, layer) => layer);
  const downward = upward.slice(0, -1).reverse();
  return [
    ...upward.map((layer) => ({ lamp: 'forward' as const, layer })),
    { lamp: 'output', layer: layers - 1 },
    ...downward.map((layer) => ({ lamp: 'backward' as const, layer })),
    ...[...upward].reverse().map((layer) => ({ lamp: 'gradients' as const, layer })),
    { lamp: 'update', layer: null },
  ];
}

/** What of a layer is known after the first `done` phases. */
export function knownOf(phases: readonly Phase[], done: number, layer: number) {
  const passed = phases.slice(0, done);
  const has = (lamp: Lamp) => passed.some((phase) => phase.lamp === lamp && phase.layer === layer);
  return { forward: has('forward'), delta: has('output') || has('backward'), gradient: has('gradients') };
}

/** The phase after `done` at which a step of that unit ends. */
export function stepTo(phases: readonly Phase[], done: number, unit: 'phase' | 'layer', direction: 1 | -1): number {
  const clamp = (place: number) => Math.min(phases.length, Math.max(0, place));
  if (unit === 'layer') return clamp(done + direction);
  // A phase is all layers of a lamp.
  if (direction > 0) {
    const lamp = phases[done]?.lamp;
    let place = done;
    while (phases[place]?.lamp === lamp && place < phases.length) place += 1;
    return clamp(place);
  }
  const lamp = phases[done - 1]?.lamp;
  let place = done;
  while (place > 0 && phases[place - 1]?.lamp === lamp) place -= 1;
  return clamp(place);
}
