import { describe, expect, it } from 'vitest';
import { withSmallSheets } from '../../../web/css-plugin.js';

const small = (code: string) => withSmallSheets(code, 'some.ts');

describe('style sheets of components', () => {
  it('lose what says nothing, and nothing else', () => {
    expect(small('[shared, css`\n  :host([x]) > .y {\n    gap: 3px;\n  }\n`]')).toBe(
      '[shared, css`:host([x])>.y{gap:3px}`]',
    );
    expect(small('html`<p>\n  css</p>`')).toBe('html`<p>\n  css</p>`');
  });

  it('with holes stay as they are', () => {
    const code = 'css`a {\n  b: ' + '$' + '{c};\n}`';
    expect(small(code)).toBe(code);
  });

  it('ask for widths in words that older browsers know', () => {
    const wide = '{a{color:red}}';
    expect(small(`css\`@container (max-width: 70px) ${wide}\``)).toBe(`css\`@container (max-width:70px)${wide}\``);
    expect(small(`css\`@media (width >= 700px) ${wide}\``)).toBe(`css\`@media (min-width:700px)${wide}\``);
  });

  it('that are broken are refused', () => {
    expect(() => small('css`a { color }`')).toThrow();
    expect(() => small('css`.y { gap: 3px } } b { c: d }`')).toThrow();
  });
});
