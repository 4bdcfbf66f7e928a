/** What is said of the norm, dropout and residual connection in the text of a layer. */
import { t, textTable } from './language.js';

export const norms: Record<string, string> = textTable({
  '': 'none',
  batchNorm: 'batch norm',
  layerNorm: 'layer norm',
});
const marks: Record<string, string> = { batchNorm: 'BN', layerNorm: 'LN', residual: '+x' };

const wordsOf = (text = '') => text.split(':').filter(Boolean);
const isDropout = (word: string) => word.startsWith('dropout');

function mark(word: string): string {
  return isDropout(word) ? `${Math.round(100 * Number(word.slice(7)))} %` : (marks[word] ?? '');
}

function name(word: string): string {
  if (isDropout(word)) return `${t('Dropout')} ${mark(word)}`;
  return word === 'residual' ? t('residual') : (norms[word] ?? '');
}

export const shortWords = (text?: string) => wordsOf(text).map(mark).join(' ');
export const wholeWords = (text?: string) => wordsOf(text).map(name).join(', ');
