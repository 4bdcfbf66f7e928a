/** Norm, dropout and residual connection in the text of a layer. */

export interface Words {
  norm: '' | 'batchNorm' | 'layerNorm';
  dropout: number;
  residual: boolean;
}

export function readWords(text = ''): Words {
  const words = text.split(':');
  const norm = words.find((word): word is 'batchNorm' | 'layerNorm' => word === 'batchNorm' || word === 'layerNorm');
  const dropout = words.find((word) => word.startsWith('dropout'));
  return { norm: norm ?? '', dropout: dropout ? Number(dropout.slice(7)) : 0, residual: words.includes('residual') };
}

export function writeWords({ norm, dropout, residual }: Words): string {
  return [norm, dropout > 0 ? `dropout${dropout}` : '', residual ? 'residual' : ''].filter(Boolean).join(':');
}
