/** A learning rate that will do where this one was too large: a tenth, in one digit. */
export function lowerRate(rate: number): string {
  return String(Number((rate / 10).toPrecision(1)));
}

/** Where the weights were still sound: a tenth of the way before the last step that was finite, or ten steps. */
export function stepBefore(step: number, first: number): number {
  return Math.max(first, step - Math.max(10, Math.round(step / 10)));
}
