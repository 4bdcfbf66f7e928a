/** What a place in θ is called. */
import type { Layout } from '../engine/module.js';
import { layerName } from './trace-picture.js';
import { words } from './words/check.js';

export function parameterName({ inputs, layers }: Layout, place: number): string {
  for (const [l, layer] of layers.entries()) {
    const name = layerName(l, layers.length);
    const weight = place - layer.weights;
    if (weight >= 0 && weight < layer.units * layer.inputs) {
      const input = weight % layer.inputs;
      const from = l === 0 ? (inputs[input]?.name ?? '') : words.unit(input + 1, layerName(l - 1, layers.length));
      return words.weight(from, Math.floor(weight / layer.inputs) + 1, name);
    }
    if (place >= layer.biases && place < layer.biases + layer.units) return words.bias(place - layer.biases + 1, name);
  }
  return words.other(place);
}
