/** A steady figure for something that grows: updates a second. */
export class RateMeter {
  #value = 0;
  #amount = 0;
  #time = 0;

  get value(): number {
    return this.#value;
  }

  restart(amount: number, time: number): void {
    this.#amount = amount;
    this.#time = time;
    this.#value = 0;
  }

  update(amount: number, time: number): void {
    const elapsed = time - this.#time;
    if (amount < this.#amount) this.restart(amount, time);
    if (elapsed < 500) return;
    this.#value = (1000 * (amount - this.#amount)) / elapsed;
    this.#amount = amount;
    this.#time = time;
  }
}
