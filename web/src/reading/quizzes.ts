/** A quiz answers when an answer is chosen; without scripts its explanation can be opened. */
export function followQuizzes(): void {
  for (const quiz of document.querySelectorAll<HTMLFieldSetElement>('.quiz')) {
    const details = quiz.querySelector('details');
    const said = document.createElement('p');
    said.setAttribute('role', 'status');
    details?.before(said);
    const answer = () => {
      const chosen = quiz.querySelector<HTMLInputElement>('input:checked');
      if (!chosen) return;
      const isRight = 'right' in chosen.dataset;
      said.textContent = isRight ? 'Yes.' : 'Not quite. Try again, or open the answer.';
      if (details && isRight) details.open = true;
    };
    quiz.addEventListener('change', answer);
    answer(); // who was faster than this script is answered, too
  }
}
