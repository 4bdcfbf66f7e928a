/** The texts of one file of the page's code that are to be translated. */
export function textsOf(file: string): Set<string>;

/** Those of all files, below the project's folder. */
export function allTexts(root: string): Set<string>;
