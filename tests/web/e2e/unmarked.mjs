// Which texts of a page stand in no table of translations: in the language en-XA all others are between ⟦ and ⟧.

/** Runs in the page. Names, formulas and numbers say the same in every language. */
export function unmarked() {
  const found = new Set();
  const spoken = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
  const outside = (text) => {
    let depth = 0;
    return [...text].filter((letter) => {
      if (letter === '⟦') depth += 1;
      if (letter === '⟧') depth -= 1;
      return depth === 0 && letter !== '⟧';
    });
  };
  const look = (text, where) => {
    const rest = outside(text).join('').trim();
    if (/\p{L}{2,}/u.test(rest)) found.add(`${where}: ${rest.slice(0, 120)}`);
  };
  const visit = (node) => {
    if (node instanceof Text) look(node.data, node.parentElement?.localName ?? node.getRootNode().host?.localName);
    if (node instanceof Element) {
      if (node.closest('script, style, code, math, textarea, head, noscript')) return;
      for (const name of spoken)
        if (node.hasAttribute(name)) look(node.getAttribute(name), `${node.localName} ${name}`);
      if (node.shadowRoot) visit(node.shadowRoot);
    }
    for (const child of node.childNodes) visit(child);
  };
  visit(document.body);
  return [...found];
}
