// A page that takes the package from a bundler.
import { DownhillPlayground } from 'downhill';

if (globalThis.wasmLocation) DownhillPlayground.config.wasmLocation = globalThis.wasmLocation;
const figure = document.createElement('downhill-playground');
figure.setAttribute('dataset', 'xor');
figure.setAttribute('network', '4');
figure.setAttribute('loading', 'eager');
document.body.append(figure);
