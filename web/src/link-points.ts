/** Points of one's own as a part of a link: `1.cd.…` is version 1, classes (or r: a number), deflated (or p: plain), base64url. */
import type { CustomPoints } from './engine/protocol.js';

export const mostLinkLength = 8000;
/** More than the core takes is not worth unpacking, whatever a link claims to hold. */
const mostBytes = 2_000_000;

export async function encodePoints({ csv, regression }: CustomPoints): Promise<string> {
  const bytes = new TextEncoder().encode(csv);
  const kind = regression ? 'r' : 'c';
  const packed = await deflate(bytes);
  return packed ? `1.${kind}d.${toBase64(packed)}` : `1.${kind}p.${toBase64(bytes)}`;
}

/** Rejects with a sentence that says what is wrong. */
export async function decodePoints(text: string): Promise<CustomPoints> {
  const [, kind, form, data] = /^1\.([cr])([dp])\.([\w-]+)$/.exec(text) ?? [];
  if (!kind || !data) {
    const version = /^(\d+)\./.exec(text)?.[1] ?? '1';
    throw new Error(version === '1' ? 'They are damaged.' : `They are of version ${version}; this page knows 1.`);
  }
  const packed = fromBase64(data);
  const bytes = form === 'd' ? await inflate(packed) : packed;
  if (bytes.length > mostBytes) throw new Error(tooLong);
  try {
    return { csv: new TextDecoder('utf-8', { fatal: true }).decode(bytes), regression: kind === 'r' };
  } catch {
    throw new Error('They are damaged.');
  }
}

const tooLong = 'They unpack to more than 2,000,000 bytes.';

/** Null where the browser cannot. */
async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return null;
  }
}

/** Counts while it unpacks, so that a small text cannot fill the memory. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (typeof DecompressionStream === 'undefined') throw new Error('This browser cannot unpack them.');
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error('They are damaged.');
    });
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    parts.push(value);
    length += value.length;
    if (length > mostBytes) {
      reader.cancel().catch(() => {});
      throw new Error(tooLong);
    }
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  } catch {
    throw new Error('They are damaged.');
  }
}
