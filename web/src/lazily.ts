/** Parts of the page that come when they are first asked for. */
import { t } from './language.js';
import type { Playground } from './playground.js';

/** Whether the part is there; if not, the page says so. */
export async function lazily(model: Playground, load: () => Promise<unknown>): Promise<boolean> {
  try {
    await load();
    return true;
  } catch {
    const lines = [t('It could not be loaded. Is the connection lost? Try again.')];
    model.setNotice({ title: t('That part of the page is missing'), lines });
    return false;
  }
}
