/** Faults of one file from rows of [name, what it breaks, text to find, replacement]. */
export const inFile = (file, ...rows) =>
  rows.map(([name, breaks, find, replace]) => ({ name, breaks, file, find, replace }));
