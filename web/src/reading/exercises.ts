/** An exercise watches its figure and says when its goal is reached; other pages can listen for `downhill-exercise`. */
import type { DownhillPlayground } from '../embed/element.js';
import { type Goals, type Measures, readGoals } from './goals.js';
import { markRead, wasDone } from './progress.js';

export function followExercises(): void {
  for (const section of document.querySelectorAll<HTMLElement>('.exercise')) follow(section);
}

function follow(section: HTMLElement): void {
  const figure = document.getElementById(section.dataset.figure ?? '') as DownhillPlayground | null;
  const goals = readGoals(section.dataset.goal ?? '');
  if (!figure || typeof goals === 'string') return;
  const title = section.querySelector('h3')?.textContent ?? '';
  if (wasDone(title)) show(section, 'Reached on an earlier visit. Do it again?');
  let isDone = false;
  const done = () => {
    if (isDone) return;
    isDone = true;
    show(section, 'Reached. Well done.');
    markRead(`exercise ${title}`);
    const detail = { page: document.body.dataset.page, exercise: title };
    section.dispatchEvent(new CustomEvent('downhill-exercise', { detail, bubbles: true }));
    // A host page that frames the lesson may keep the score.
    if (parent !== window) parent.postMessage({ ns: 'downhill', v: 1, type: 'exercise', detail }, '*');
  };
  const look = async (measured: Measures | null) => {
    if (isDone || !(await hasSettings(figure, goals))) return;
    if (measured ? !goals.diverges && goals.isReached(measured) : goals.diverges) done();
  };
  figure.addEventListener('epoch', (event) => look((event as CustomEvent<Measures>).detail));
  figure.addEventListener('complete', (event) => look((event as CustomEvent<Measures>).detail));
  figure.addEventListener('diverge', () => look(null));
}

async function hasSettings(figure: DownhillPlayground, { settings }: Goals): Promise<boolean> {
  if (settings.length === 0) return true;
  const state = new URLSearchParams(await figure.getState());
  return settings.every(([key, value]) => state.get(key) === value);
}

function show(section: HTMLElement, words: string): void {
  section.classList.add('done');
  const line = section.querySelector('.words');
  if (line) line.textContent = words;
}
