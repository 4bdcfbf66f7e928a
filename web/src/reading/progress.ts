/** What was read and done, kept in this browser alone; without storage, for this visit. */
const key = 'downhill.learn';
let memory: string[] = [];

function all(): Set<string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return new Set(Array.isArray(stored) ? stored.filter((entry) => typeof entry === 'string') : []);
  } catch {
    return new Set(memory);
  }
}

const page = () => document.body.dataset.page ?? '';

export function markRead(what: string): void {
  const entries = all().add(`${page()} ${what}`);
  memory = [...entries].slice(-1000);
  try {
    localStorage.setItem(key, JSON.stringify(memory));
  } catch {
    // Storage is full or forbidden; the visit goes on without.
  }
}

export const wasDone = (exercise: string) => all().has(`${page()} exercise ${exercise}`);

/** Ticks in the table of contents. */
export function showRead(): void {
  const section = page().split('/')[0];
  const entries = all();
  for (const link of document.querySelectorAll<HTMLElement>('.contents [data-chapter]')) {
    const isRead = entries.has(`${section}/${link.dataset.chapter} read`);
    link.classList.toggle('read', isRead);
    if (isRead) link.title = 'You have read this.';
  }
}
