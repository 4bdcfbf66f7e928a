/** Brings a playground to the state of a link. What of it cannot be read is said, and the rest is done. */
import type { CustomPoints } from './engine/protocol.js';
import { t } from './language.js';
import type { Link } from './link.js';
import type { Playground } from './playground.js';

const usesOwn = 'dataset=custom';

/** `act` starts or configures the engine. Resolves to what was wrong with the link. */
export async function followLink(
  model: Playground,
  link: Link,
  act: (query: string, points: CustomPoints | null) => Promise<void>,
): Promise<string[]> {
  const faults = [...link.faults];
  const points = await pointsOf(link, faults);
  if (!points && link.points === undefined && link.query.split('&').includes(usesOwn) && !model.run?.custom) {
    faults.push(t('The link speaks of own points but holds none: draw some, or load a file.'));
  }
  const lacksPoints = faults.length > link.faults.length;
  await act(lacksPoints ? link.query.replace(/(^|&)dataset=custom(?=&|$)/g, '') : link.query, points);
  if (model.canTrain) {
    if (link.step > 0) await model.advance(link.step);
    if (link.weights !== undefined) await setWeights(model, link.weights, faults);
  }
  if (faults.length > 0) {
    // Beside what the core has to say about the rest of the link.
    const { notice } = model;
    model.setNotice({
      title: notice?.title ?? t('Parts of the link were left out'),
      lines: [...(notice?.lines ?? []), ...faults],
    });
  }
  return faults;
}

async function pointsOf({ points }: Link, faults: string[]): Promise<CustomPoints | null> {
  if (points === undefined) return null;
  try {
    const { decodePoints } = await import('./link-points.js');
    return await decodePoints(points);
  } catch (error) {
    faults.push(t`The points in the link could not be read. ${error instanceof Error ? error.message : error}`);
    return null;
  }
}

async function setWeights(model: Playground, text: string, faults: string[]): Promise<void> {
  try {
    const { decodeWeights } = await import('./link-weights.js');
    await model.setParameters(await decodeWeights(text), []);
  } catch (error) {
    faults.push(t`The weights in the link could not be read. ${error instanceof Error ? error.message : error}`);
  }
}
