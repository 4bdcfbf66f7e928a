/** SVG documents, built element by element. */
import { t } from '../language.js';

const namespace = new DOMParser().parseFromString('<svg></svg>', 'text/html').querySelector('svg')?.namespaceURI ?? '';

export type Attributes = Record<string, string | number>;

export function element(name: string, attributes: Attributes = {}, ...children: (Node | string)[]): SVGElement {
  const created = document.createElementNS(namespace, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, String(value));
  created.append(...children);
  return created;
}

export function picture(width: number, height: number, background: string, ...children: Node[]): SVGElement {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  return element('svg', size, element('rect', { width, height, fill: background }), ...children);
}

export const at = (value: number) => String(Math.round(100 * value) / 100);

/** Takes what a canvas is told, and gives it back as the text of a path. */
export class PathText {
  text = '';
  moveTo(x: number, y: number): void {
    this.text += `M${at(x)} ${at(y)}`;
  }
  lineTo(x: number, y: number): void {
    this.text += `L${at(x)} ${at(y)}`;
  }
  /** Whole circles only. */
  arc(x: number, y: number, radius: number): void {
    const arc = `a${at(radius)} ${at(radius)} 0 1 0`;
    this.text += `M${at(x - radius)} ${at(y)}${arc} ${at(2 * radius)} 0${arc} ${at(-2 * radius)} 0`;
  }
  closePath(): void {
    this.text += 'Z';
  }
}

export const textOf = (svg: SVGElement) => new XMLSerializer().serializeToString(svg);

/** The picture in pixels, `ratio` for each unit. */
export async function toPng(svg: SVGElement, ratio = 2): Promise<Blob> {
  const width = Number(svg.getAttribute('width'));
  const height = Number(svg.getAttribute('height'));
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(textOf(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(t('The picture is too large.')))), 'image/png'),
  );
}

/** RGBA bytes as the address of an image. */
export function dataUrl(pixels: ArrayBuffer, side: number, offset = 0): string {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const bytes = new Uint8ClampedArray(pixels.slice(offset, offset + 4 * side * side));
  canvas.getContext('2d')?.putImageData(new ImageData(bytes, side), 0, 0);
  return canvas.toDataURL('image/png');
}
