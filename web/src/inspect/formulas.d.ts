declare module 'virtual:formulas/*' {
  /** Name → MathML, as written in TeX in formulas/*.json. */
  export const formulas: Record<string, import('lit').TemplateResult>;
}
