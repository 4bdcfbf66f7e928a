/** What the page says when the engine has changed, refused or ended something. */
import type { Outcome } from './engine/module.js';
import { count } from './format.js';
import { t, translated } from './language.js';
import type { Notice } from './page-state.js';

/** Of settings that were adjusted or refused; why training stopped is told with the frame. */
export function ofOutcome({ ok, code, message }: Outcome): Notice | null {
  if (!message || code === 'diverged' || code === 'stopped') return null;
  const title = ok ? t('Some settings were adjusted') : t('That was not changed');
  return { title, lines: message.split('\n').filter(Boolean) };
}

/** Of training until it was so. */
export function ofWish(words: string, steps: number): Notice {
  const step = count(steps);
  return { title: t`Stopped at step ${step}`, lines: [`${words}.`] };
}

/** Early stopping is an end, not a fault. */
export function ofPatience(message: string): Notice {
  const short = message.replace(/\d+\.\d{4,}(e-?\d+)?/g, (number) => String(Number(Number(number).toPrecision(3))));
  const [title = '', ...rest] = translated(short).split(': ');
  return { title, lines: [rest.join(': ')] };
}

export function ofCrash(cause: string): Notice {
  return { title: t('The engine stopped and was started again with your settings'), lines: [cause] };
}
