/** Pages to read: live figures, exercises that notice when they are done, quizzes, and a memory of what was read. */
import '../embed/index.js';
import { followExercises } from './exercises.js';
import { markRead, showRead } from './progress.js';
import { followQuizzes } from './quizzes.js';
import { offerSearch } from './search.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = () => {
  document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light';
};
dark.addEventListener('change', theme);
theme();

followExercises();
offerSearch();
followQuizzes();
showRead();

/** Who has come to the end has read it. */
const end = document.querySelector('.turn');
if (end) {
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    markRead('read');
    showRead();
  }).observe(end);
}
