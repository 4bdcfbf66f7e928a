/** A learning rate that will do where this one was too large: a tenth, in one digit. */
export function lowerRate(rate: number): string {
  return String(Number((rate / 10).toPrecision(1)));
}
