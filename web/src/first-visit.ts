/** Whether somebody is here for the first time, as far as this browser remembers. */
const key = 'downhill.greeted';

/** Who comes by a link knows what it shows; who has been here knows the page. */
export function isFirstVisit(): boolean {
  if (location.hash.length > 1) return false;
  try {
    return localStorage.getItem(key) === null;
  } catch {
    return false;
  }
}

/** Only if asked to; without storage it is asked again next time. */
export function rememberVisit(): void {
  try {
    localStorage.setItem(key, 'yes');
  } catch {}
}
