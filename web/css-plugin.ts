/** Makes the style sheets of components small: what lies in a css`…` without holes. Broken rules fail the build. */
import { Features, transform } from 'lightningcss';
import type { Plugin } from 'vite';

const sheet = /(?<=\bcss`)[^`$\\]+(?=`)/g;

// (width<=70px) is shorter than (max-width:70px), but Safari before 16.4 does not know it.
const smaller = (filename: string) => (css: string) =>
  String(transform({ filename, code: Buffer.from(css), minify: true, include: Features.MediaRangeSyntax }).code);

export const withSmallSheets = (code: string, file: string) => code.replace(sheet, smaller(file));

export const styles: Plugin = {
  name: 'component-styles',
  apply: 'build',
  enforce: 'pre',
  transform: (code, id) => (/\/web\/src\/.*\.ts$/.test(id) ? withSmallSheets(code, id) : null),
};
