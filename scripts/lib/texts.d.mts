/** The texts of one file of the page's code that are to be translated. */
export function textsOf(file: string): Set<string>;

/** What the translations lack of all that is said, and what they have beyond it. */
export function gaps(texts: Readonly<Record<string, string>>, said: Set<string>): { missing: string[]; unused: string[] };

/** Those of all files, below the project's folder. */
export function allTexts(root: string): Set<string>;
