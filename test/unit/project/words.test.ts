import assert from 'node:assert/strict';
import ts from 'typescript';
import {
  isTranslation,
  nodesOf,
  parse,
  placeOf,
  sources,
  textOf,
} from '../../../scripts/words.mjs';

/** Sources of what is shown; the harness stands for the extension host. */
const shown = sources
  .filter((file) => /^(webview|src\/views)\//.test(file) && !file.startsWith('webview/harness/'))
  .map((file) => parse(file));

const nodes = shown.flatMap((file) => [...nodesOf(file)]);
const translations = nodes.filter(isTranslation);

/** Attributes and fields whose values people read. */
const read =
  /^(title|aria-(label|description|roledescription|valuetext)|label|placeholder|alt|summary|caption|message|hint|text|description|none)$/;

/** What needs no translation: a sentence for the log, and a file format. */
const allowed = new Set(['The text is not what the name of the file says.', 'CSV']);

const hasWords = (text: string): boolean => /\p{L}{2,}/u.test(text) && !allowed.has(text.trim());

/** The literal text of a string or of the fixed parts of a template. */
function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head, ...node.templateSpans.map(({ literal }) => literal)]
    .map(({ text }) => text)
    .join(' ');
}

/** The values that an expression may have, as far as they stand in it. */
function valuesOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].flatMap((each) => valuesOf(each));
  if (ts.isBinaryExpression(node))
    return /^[!=]==$/.test(node.operatorToken.getText())
      ? []
      : [node.left, node.right].flatMap((each) => valuesOf(each));
  if (ts.isParenthesizedExpression(node)) return valuesOf(node.expression);
  if (ts.isArrowFunction(node)) return valuesOf(node.body);
  if (ts.isJsxExpression(node)) return node.expression ? valuesOf(node.expression) : [];
  return [node];
}

/** What a node shows by itself: text between tags, or the value of an attribute or field that people read. */
function shownBy(node: ts.Node): readonly ts.Node[] {
  if (ts.isJsxElement(node) && node.openingElement.tagName.getText() !== 'code')
    return node.children.filter((child) => ts.isJsxText(child) || ts.isJsxExpression(child));
  if (ts.isJsxAttribute(node) && read.test(node.name.getText()))
    return node.initializer ? [node.initializer] : [];
  if (ts.isPropertyAssignment(node) && read.test(node.name.getText())) return [node.initializer];
  return [];
}

/** Literals of a tree that are shown as they stand there. */
const untranslated = (tree: ts.Node): readonly string[] =>
  [...nodesOf(tree)]
    // What is told beside a message is told to translators.
    .filter((node) => !ts.isPropertyAssignment(node) || !isTranslation(node.parent.parent))
    .flatMap(shownBy)
    .flatMap(valuesOf)
    .filter((node) => hasWords(ts.isJsxText(node) ? node.text : (literalText(node) ?? '')))
    .map((node) => `${placeOf(node)}: ${node.getText().trim()}`);

describe('texts of the webviews', () => {
  it('are all given by `l10n.t`', () => {
    assert.deepEqual(shown.flatMap(untranslated), []);
  });

  for (const [what, source] of Object.entries({
    'between tags': '<p>Two words {n}</p>',
    'in an expression': "<p>{n > 1 ? 'several' : other}</p>",
    'in a template': '<p>{`${n} layers`}</p>',
    'in an attribute': '<button title="Close" />',
    'in a field': "({ title: wide ? 'Layer' : 'L' })",
  }))
    it(`would be found ${what}`, () => {
      const tree = ts.createSourceFile('a.tsx', `x = ${source}`, ts.ScriptTarget.Latest, true);
      assert.equal(untranslated(tree).length, 1);
    });

  it('are made when they are shown: a module is loaded before the language is known', () => {
    const early = translations.filter((call) => {
      let node: ts.Node = call;
      while (node.parent && !ts.isFunctionLike(node)) node = node.parent;
      return ts.isSourceFile(node);
    });
    assert.deepEqual(early.map(placeOf), []);
  });

  it('have a value for each of their placeholders', () => {
    const wrong = translations.filter((call) => {
      const [first, ...values] = call.arguments;
      if (!first || !ts.isStringLiteralLike(first) || values.some(ts.isSpreadElement)) return false;
      const numbers = [...textOf(call).message.matchAll(/\{(\d+)\}/g)].map(([, n]) => Number(n));
      const isFilled =
        ts.isCallExpression(call.parent) && call.parent.expression.getText() === 'filled';
      const given =
        isFilled && values.length === 0 ? call.parent.arguments.length - 1 : values.length;
      return new Set(numbers).size !== given || Math.max(-1, ...numbers) !== given - 1;
    });
    assert.deepEqual(wrong.map(placeOf), []);
  });

  it('neither begin nor end with a space: what is put together cannot be translated', () => {
    const pieces = translations.filter((call) => {
      const { message } = textOf(call);
      return message !== message.trim() || /^[,;:.]/.test(message);
    });
    assert.deepEqual(pieces.map(placeOf), []);
  });
});
