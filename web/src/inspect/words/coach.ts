import { t, textTable } from '../../language.js';

export const words = textTable({
  what: 'Rules of thumb for training, each with a threshold and a reason, looked at on your own run as it goes. Nothing here is a law: a rule that speaks up says what was measured, what it was compared with, and what one would try.',
  levels: { ok: 'fine', advice: 'advice', warning: 'warning' } as Record<string, string>,
  rules: {
    miniBatches: 'Use mini-batches',
    outputAndLoss: 'Pair output and loss',
    activations: 'Choose activations that let gradients through',
    learningRate: 'Tune the learning rate first',
    momentum: 'Use momentum or an adaptive rule',
    gradientNorms: 'Watch the norms of gradients',
    gradientCheck: 'Check gradients',
    initialization: 'Initialise to keep the variance',
    depth: 'Give depth a way through',
    batchSize: 'Mind the size of the batch',
  } as Record<string, string>,
  measured: (value: string, threshold: string) => t`measured ${value}, threshold ${threshold}`,
  section: (section: string) => `§ ${section}`,
  show: 'Show me',
  fix: (suggestion: string) => t`Fix it: ${suggestion}`,
  list: 'Rules',
  summary: (warnings: number, advice: number) =>
    warnings + advice === 0 ? t('All rules are content.') : t`${warnings} warnings, ${advice} pieces of advice.`,
});
