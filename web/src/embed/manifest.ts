/** custom-elements.json (schema 2.1.0), for editors and documentation tools. */
import * as api from './api.js';
import { propertyOf } from './attributes.js';

const described = ({ name, text }: api.Entry) => ({ name, description: text });
const typed = (entry: api.Entry) => ({ ...described(entry), type: { text: entry.type } });

export function manifest() {
  const reflected = api.attributes.map((attribute) => ({
    kind: 'field',
    ...typed(attribute),
    name: propertyOf.get(attribute.name),
    default: JSON.stringify(attribute.default),
    attribute: attribute.name,
    reflects: true,
  }));
  const declaration = {
    kind: 'class',
    customElement: true,
    tagName: 'downhill-playground',
    name: 'DownhillPlayground',
    superclass: { name: 'HTMLElement' },
    description: 'A live neural network that trains in the page: data, network, output, loss and every instrument.',
    attributes: api.attributes.map((entry) => ({
      ...typed(entry),
      default: JSON.stringify(entry.default),
      fieldName: propertyOf.get(entry.name),
    })),
    members: [
      ...reflected,
      ...api.readOnly.map((entry) => ({ kind: 'field', ...typed(entry), readonly: true })),
      ...api.methods.map((entry) => ({
        kind: 'method',
        ...described(entry),
        return: { type: { text: entry.type } },
      })),
    ],
    events: api.events.map((entry) => ({ ...described(entry), type: { text: `CustomEvent<${entry.type}>` } })),
    slots: api.slots.map(described),
    cssParts: api.cssParts.map(described),
    cssProperties: api.cssProperties.map((entry) => ({ ...described(entry), syntax: entry.type })),
    cssStates: api.states.map(described),
  };
  const exported = (name: string) => ({
    kind: 'js',
    name,
    declaration: { name: 'DownhillPlayground', module: 'element.js' },
  });
  return {
    schemaVersion: '2.1.0',
    modules: [
      {
        kind: 'javascript-module',
        path: 'element.js',
        declarations: [declaration],
        exports: [exported('DownhillPlayground')],
      },
      {
        kind: 'javascript-module',
        path: 'downhill.js',
        exports: [
          exported('DownhillPlayground'),
          {
            kind: 'custom-element-definition',
            name: 'downhill-playground',
            declaration: { name: 'DownhillPlayground', module: 'element.js' },
          },
        ],
      },
    ],
  };
}
