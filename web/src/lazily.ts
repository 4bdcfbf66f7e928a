/** Parts of the page that come when they are first asked for. */
import type { Playground } from './playground.js';

/** Whether the part is there; if not, the page says so. */
export async function lazily(model: Playground, load: () => Promise<unknown>): Promise<boolean> {
  try {
    await load();
    return true;
  } catch {
    const lines = ['It could not be loaded. Is the connection lost? Try again.'];
    model.setNotice({ title: 'That part of the page is missing', lines });
    return false;
  }
}
