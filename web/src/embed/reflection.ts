/** Between the element's attributes, its properties and the state that both stand for. */
import { isPresentation, isSetting, isView, kebab, properties, propertyOf } from './attributes.js';

/** `state`, and over it whatever the attributes say beside it. */
export function stateOf(element: Element): string {
  const parts = new Map<string, string>();
  for (const part of (element.getAttribute('state') ?? '').replace(/^[^#]*#/, '').split('&')) {
    const [key = '', value = ''] = part.split('=', 2);
    if (key) parts.set(key, value);
  }
  for (const [attribute, key] of propertyOf) {
    const value = element.getAttribute(attribute);
    if (value !== null && (isSetting(key) || isView(key) || isPresentation(key))) {
      parts.set(key, encodeURIComponent(value === '' && isView(key) ? 'true' : value).replaceAll('%2C', ','));
    }
  }
  return [...parts].map(([key, value]) => `${key}=${value}`).join('&');
}

/** Properties reflect attributes; without one, a setting tells what the running training uses. */
export function reflectAttributes(prototype: Element): void {
  for (const key of properties) {
    const attribute = kebab(key);
    const isFlag = key === 'autoplay';
    Object.defineProperty(prototype, key, {
      configurable: true,
      enumerable: true,
      get(this: Element) {
        return isFlag ? this.hasAttribute(attribute) : this.getAttribute(attribute);
      },
      set(this: Element, value: unknown) {
        if (value === null || value === undefined || (isFlag && !value)) this.removeAttribute(attribute);
        else this.setAttribute(attribute, isFlag ? '' : String(value));
      },
    });
  }
}
