/** What the page and the inspector's worker say to each other. */
import type { Source } from '../engine/protocol.js';
import type { Found, Look } from './answers.js';

export interface InspectBodies {
  /** Must come first. Where the binary is. */
  start: { url: string };
  /** The run to look at from now on, if it is another one, and the questions; all are asked of the same state. */
  look: { source: Source | null; looks: Look[] };
  /** RGBA of what the lanes of a race have learnt. */
  pictures: { colours: Uint8Array; side: number; lanes: number };
}

export interface InspectResults {
  start: null;
  look: Found[];
  pictures: Uint8ClampedArray[];
}

export type InspectRequest = {
  [T in keyof InspectBodies]: { id: number; type: T; body: InspectBodies[T] };
}[keyof InspectBodies];
