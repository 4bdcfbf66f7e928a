declare module 'virtual:formulas' {
  /** Name → MathML; written in formulas.json. */
  export const formulas: Record<keyof typeof import('./formulas.json'), import('lit').TemplateResult>;
}
