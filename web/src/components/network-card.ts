/** What stands beside the neuron or weight that is pointed at. */
import { brief, signed } from '../format.js';
import { isEdge, placeOf, type Spot } from '../geometry.js';
import { t, textTable } from '../language.js';
import type { Playground } from '../playground.js';
import { setText } from './change.js';

const names: Record<string, string> = textTable({ gradient: 'gradient', update: 'last update' });

/** Whether there is anything to show. */
export function valueCard(card: HTMLElement, model: Playground, spot: Spot | null): boolean {
  if (card.hidden !== (spot === null)) card.hidden = spot === null;
  const [title, value] = card.children;
  if (!spot || !title || !value) return false;
  const place = placeOf(spot);
  setText(title, isEdge(spot) ? `${spot.from.name} → ${spot.to.name}` : spot.name);
  setText(value, place === null ? '' : textOf(model, place, isEdge(spot) ? 'w' : 'b'));
  return true;
}

function textOf({ parameters, frame, view, run }: Playground, place: number, kind: string): string {
  const other = frame?.edges?.[place];
  const tail = other === undefined ? '' : `, ${names[view.edges]} ${brief(other)}`;
  const frozen = run?.frozen.includes(place) ? `, ${t('frozen')}` : '';
  return `${kind} = ${signed(parameters[place] ?? 0)}${tail}${frozen}`;
}

/** Below the box, or above it where there is no room; never beyond the pane. */
export function placeBeside(card: HTMLElement, pane: HTMLElement, box: DOMRect, sticky: boolean): void {
  const around = pane.getBoundingClientRect();
  const middle = box.x + box.width / 2 - around.left;
  const most = around.width - card.offsetWidth - 4;
  card.style.left = `${Math.max(4, Math.min(most, middle - card.offsetWidth / 2))}px`;
  const gap = sticky ? 12 : 10;
  const below = box.bottom + gap - around.top;
  const fits = below + card.offsetHeight <= around.height - 4;
  const above = box.top - gap - card.offsetHeight - around.top;
  card.style.top = `${fits || above < 0 ? Math.min(below, Math.max(4, around.height - card.offsetHeight - 4)) : above}px`;
}
