/** The languages that the page around an element speaks, by the nearest `lang` attribute; else those of the reader. */
export function languagesAround(element: Element): readonly string[] {
  for (let at: Element | null = element; at; at = hostOf(at)) {
    const tag = at.closest('[lang]:not([lang=""])')?.getAttribute('lang');
    if (tag) return [tag];
  }
  return navigator.languages;
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
