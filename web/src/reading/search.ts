/** A search through all pages. Index and library come when somebody wants to search. */
import type MiniSearch from 'minisearch';
import type { Found } from '../../pages/site.js';

const most = 8;
let loading: Promise<MiniSearch<Found>> | null = null;

async function load(): Promise<MiniSearch<Found>> {
  const [{ default: Search }, response] = await Promise.all([
    import('minisearch'),
    fetch(new URL('../learn/search.json', document.baseURI)),
  ]);
  const search = new Search<Found>({
    fields: ['heading', 'title', 'text'],
    storeFields: ['page', 'title', 'anchor', 'heading'],
    searchOptions: { boost: { heading: 4, title: 2 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
  });
  search.addAll((await response.json()) as Found[]);
  return search;
}

export function offerSearch(): void {
  const form = document.querySelector('.contents search');
  if (!form) return;
  const input = Object.assign(document.createElement('input'), { type: 'search', placeholder: 'Search' });
  input.setAttribute('aria-label', 'Search all pages');
  const told = document.createElement('p');
  told.setAttribute('role', 'status');
  const list = document.createElement('ul');
  form.append(input, told, list);
  input.addEventListener('focus', () => {
    loading ??= load();
  });
  input.addEventListener('input', async () => {
    const wanted = input.value.trim();
    if (!wanted) {
      told.textContent = '';
      list.replaceChildren();
      return;
    }
    try {
      loading ??= load();
      const found = (await loading).search(wanted).slice(0, most);
      if (input.value.trim() !== wanted) return;
      told.textContent = found.length === 0 ? `Nothing about “${wanted}”.` : `${found.length} places`;
      list.replaceChildren(...found.map((entry) => item(entry as unknown as Found)));
    } catch {
      loading = null;
      told.textContent = 'The search could not be loaded. Is the connection lost? Type again.';
    }
  });
}

function item({ page, title, anchor, heading }: Found): HTMLElement {
  const link = document.createElement('a');
  link.href = `../${page}.html${anchor ? `#${anchor}` : ''}`;
  link.textContent = heading === title ? title : `${title}: ${heading}`;
  const entry = document.createElement('li');
  entry.append(link);
  return entry;
}
