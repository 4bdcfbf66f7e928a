/** Points of one's own as a part of a link: `1.cd.…` is version 1, classes (or r: a number), deflated (or p: plain), base64url. */
import type { CustomPoints } from './engine/protocol.js';
import { t } from './language.js';
import { deflate, fromBase64, inflate, toBase64, tooLong } from './packing.js';

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
    throw new Error(version === '1' ? t('They are damaged.') : t`They are of version ${version}; this page knows 1.`);
  }
  const packed = fromBase64(data);
  const bytes = form === 'd' ? await inflate(packed, mostBytes) : packed;
  if (bytes.length > mostBytes) throw new Error(tooLong(mostBytes));
  try {
    return { csv: new TextDecoder('utf-8', { fatal: true }).decode(bytes), regression: kind === 'r' };
  } catch {
    throw new Error(t('They are damaged.'));
  }
}
