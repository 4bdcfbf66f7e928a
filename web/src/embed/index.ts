/** `import 'downhill'` is all that a page needs. */
import { DownhillPlayground, define } from './element.js';

define();

export { DownhillPlayground, define };

declare global {
  interface HTMLElementTagNameMap {
    'downhill-playground': DownhillPlayground;
  }
}
