import { LitElement, type PropertyDeclarations } from 'lit';
import type { Topic } from '../page-state.js';
import type { Playground } from '../playground.js';

/** A component that watches the playground. */
export abstract class Pane extends LitElement {
  static override properties: PropertyDeclarations = { model: { attribute: false } };
  declare model: Playground;
  /** Whatever renders the component anew. */
  protected readonly topics: Topic[] = [];
  #unwatch: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = this.topics.map((topic) => this.model.watch(topic, () => this.requestUpdate()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const unwatch of this.#unwatch) unwatch();
  }

  /** Watches for as long as the component is on the page; call it in `connectedCallback`. */
  protected watch(topic: Topic, watcher: () => void): void {
    this.#unwatch.push(this.model.watch(topic, watcher));
  }
}
