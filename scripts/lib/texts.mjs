// The texts of the page that are to be translated, as they stand in its code: what t() says and what textTable() holds.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** A text of symbols alone is the same in every language. */
const words = /\p{L}{2,}/u;

const parse = (file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

function bare(node) {
  while (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) {
    node = node.expression;
  }
  return node;
}

/** The value of a literal or of a sum of literals. */
function constant(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return null;
  const [left, right] = [constant(node.left), constant(node.right)];
  return left === null || right === null ? null : left + right;
}

const holes = (template) =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? template.text
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)].join('{}');

/** What a table that is handed to textTable() says; functions in it speak for themselves. */
function ofTable(node, fields, found) {
  const visit = (part, isSaid) => {
    const text = constant(part);
    if (text !== null) {
      if (isSaid && words.test(text)) found.add(text);
    } else if (ts.isPropertyAssignment(part)) {
      visit(bare(part.initializer), fields.length === 0 || fields.includes(part.name.text));
    } else if (!ts.isFunctionLike(part)) {
      ts.forEachChild(part, (child) => visit(child, isSaid));
    }
  };
  visit(bare(node), fields.length === 0);
}

/** The declaration behind a name that another file exports. */
function declarationOf(name, source) {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const names = statement.importClause?.namedBindings?.elements ?? [];
    if (!names.some((element) => element.name.text === name)) continue;
    const file = join(dirname(source.fileName), statement.moduleSpecifier.text.replace(/\.js$/, '.ts'));
    const declarations = parse(file).statements.filter(ts.isVariableStatement);
    return declarations
      .flatMap((each) => [...each.declarationList.declarations])
      .find((each) => each.name.text === name)?.initializer;
  }
  return undefined;
}

function ofCall(node, source, found) {
  const [first, ...rest] = node.arguments;
  if (node.expression.text === 't') {
    const text = constant(first);
    if (text === null)
      throw new Error(`${source.fileName}: t(${first.getText()}) is no literal; nobody can translate it.`);
    found.add(text);
  } else {
    let table = bare(first);
    if (ts.isPropertyAccessExpression(table)) table = table.expression;
    if (ts.isIdentifier(table)) table = declarationOf(table.text, source);
    if (!table) throw new Error(`${source.fileName}: ${first.getText()} cannot be found.`);
    ofTable(
      table,
      rest.map((field) => field.text),
      found,
    );
  }
}

/** Of one file; only the two functions of language.ts are meant, so a file that does not import it says nothing. */
export function textsOf(file) {
  const source = parse(file);
  const found = new Set();
  const visit = (node) => {
    if (ts.isCallExpression(node) && ['t', 'textTable'].includes(node.expression.text)) ofCall(node, source, found);
    if (ts.isTaggedTemplateExpression(node) && node.tag.text === 't') found.add(holes(node.template));
    ts.forEachChild(node, visit);
  };
  if (/from '[./]*\/language\.js'/.test(source.text)) visit(source);
  return found;
}

/** What the translations lack of all that is said, and what they have beyond it. */
export function gaps(texts, said) {
  return {
    missing: [...said].filter((text) => !Object.hasOwn(texts, text)),
    unused: Object.keys(texts).filter((text) => !said.has(text)),
  };
}

/** Every file of the page's code. */
export function allTexts(root) {
  const folder = join(root, 'web/src');
  if (!existsSync(folder)) throw new Error(`${folder} is missing.`);
  const files = ts.sys
    .readDirectory(folder, ['.ts'])
    .filter((file) => !file.endsWith('.d.ts'))
    .sort();
  return new Set(files.flatMap((file) => [...textsOf(file)]));
}
