/** Files that are dragged over the page and dropped onto it. */

/** Without a word from the browser for this long, nothing is over the page any more. */
const goneAfter = 700;

/** Over `target`: the whole window, or in a page of someone else's a part of it. */
export function watchDrops(
  target: EventTarget,
  over: (isOver: boolean) => void,
  drop: (file: File) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (isOver: boolean) => {
    clearTimeout(timer);
    if (isOver) timer = setTimeout(() => over(false), goneAfter);
    over(isOver);
  };
  const handle = (given: Event) => {
    const event = given as DragEvent;
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    show(event.type === 'dragover');
    const [file] = event.dataTransfer.files;
    if (event.type === 'drop' && file) drop(file);
  };
  target.addEventListener('dragover', handle);
  target.addEventListener('drop', handle);
  return () => {
    clearTimeout(timer);
    target.removeEventListener('dragover', handle);
    target.removeEventListener('drop', handle);
  };
}
