/** Weights and biases as a part of a link: `1.d.…` is version 1, floats little-endian, deflated (or p: plain), base64url. */
import { t } from './language.js';
import { deflate, fromBase64, inflate, toBase64 } from './packing.js';

const mostNumbers = 100_000;

export async function encodeWeights(values: Float32Array): Promise<string> {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [place, value] of values.entries()) view.setFloat32(4 * place, value, true);
  const packed = await deflate(bytes);
  return packed ? `1.d.${toBase64(packed)}` : `1.p.${toBase64(bytes)}`;
}

/** Rejects with a sentence that says what is wrong. */
export async function decodeWeights(text: string): Promise<Float32Array> {
  const [, form, data] = /^1\.([dp])\.([\w-]+)$/.exec(text) ?? [];
  if (!form || !data) {
    const version = /^(\d+)\./.exec(text)?.[1] ?? '1';
    throw new Error(version === '1' ? t('They are damaged.') : t`They are of version ${version}; this page knows 1.`);
  }
  const packed = fromBase64(data);
  const bytes = form === 'd' ? await inflate(packed, 4 * mostNumbers) : packed;
  if (bytes.length % 4 !== 0) throw new Error(t('They are damaged.'));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = Float32Array.from({ length: bytes.length / 4 }, (_, place) => view.getFloat32(4 * place, true));
  if (!values.every(Number.isFinite)) throw new Error(t('One of them is not a number.'));
  return values;
}
