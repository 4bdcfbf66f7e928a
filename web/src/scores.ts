/** What a confusion matrix says of each class. */

export interface Score {
  /** Of the points taken for this class, the part that is of it. */
  precision: number;
  /** Of the points of this class, the part taken for it. */
  recall: number;
  /** The harmonic mean of the two. */
  f1: number;
  points: number;
}

/** `counts` row by row: the class of the points, then what they were taken for. What would be 0/0 is NaN. */
export function scoresOf(counts: readonly number[]): Score[] {
  const classes = Math.sqrt(counts.length);
  const at = (is: number, taken: number) => counts[is * classes + taken] ?? 0;
  const all = Array.from({ length: classes }, (_, k) => k);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return all.map((k) => {
    const points = sum(all.map((taken) => at(k, taken)));
    const taken = sum(all.map((is) => at(is, k)));
    return {
      precision: at(k, k) / taken,
      recall: at(k, k) / points,
      f1: (2 * at(k, k)) / (points + taken),
      points,
    };
  });
}
