/** What the page of speed says. */
export const words = {
  title: 'How fast is your browser?',
  back: 'To the playground',
  lead:
    'The networks below are trained in your browser by the same WebAssembly as the playground’s: real training, shuffled, with its loss and metrics. ' +
    'Every training must first bring its loss below a bound. Nothing leaves your computer.',
  start: 'Start',
  again: 'Again',
  cancel: 'Stop',
  quick: 'quick (about 20 seconds)',
  thorough: 'thorough (about two minutes)',
  length: 'How long',
  progress: (done: number, all: number) => `${done} of ${all} measured`,
  stopped: 'Stopped. What was measured stays.',
  failed: (cause: string) => `The benchmark could not run: ${cause}`,
  noSimd: 'This browser has no WebAssembly SIMD; Chrome 91, Firefox 89 and Safari 16.4 have it.',
  noRelaxed: 'This browser has no relaxed SIMD.',
  copy: 'Copy as text',
  copyJson: 'Copy as JSON',
  copied: 'Copied.',
  notCopied: 'The browser did not let it be copied; mark the text below.',
  here: 'your browser, now',
  peak: (share: string) => `${share} of the multiply-add peak`,
  times: (ratio: string) => `${ratio} × slower than SIMD here`,
  faster: (ratio: string) => `${ratio} × faster than SIMD here`,
  published: 'Others, as published',
  publishedNote: (machine: string, date: string) =>
    `Figures of other libraries are not measured here: they were measured beside Downhill by “npm run bench:peers” on ${machine}, ${date}. ` +
    'The ratio says how many times longer than Downhill’s SIMD each took there.',
  publishedTimes: (ratio: string, what: string) => `${ratio} × Downhill’s time there (${what})`,
  notLearnt: 'did not learn',
  resultLabel: 'Results as text',
};
