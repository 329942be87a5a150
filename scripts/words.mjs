import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The texts that people read, out of the sources: what translators are given (`l10n/bundle.l10n.json`). */

const root = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {string | { message: string, comment: string[] }} Text */

/** The sources of what is shown, by their paths in the repository. */
export const sources = ['src', 'webview'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file).replaceAll(sep, '/'))
    .filter((file) => /(?<!\.d)\.tsx?$/.test(file))
    .sort(),
);

/**
 * A source file as a tree.
 * @param {string} file
 */
export function parse(file, text = read(file)) {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
}

/** @param {string} file */
const read = (file) => readFileSync(join(root, file), 'utf8');

/**
 * `webview/ui/status.tsx:12`
 * @param {ts.Node} node
 */
export function placeOf(node) {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/**
 * Whether it is a call of `l10n.t` or `vscode.l10n.t`.
 * @param {ts.Node} node
 * @returns {node is ts.CallExpression}
 */
export const isTranslation = (node) =>
  ts.isCallExpression(node) && /^(vscode\.)?l10n\.t$/.test(node.expression.getText());

/**
 * The text that a call gives, with what translators are told of it. Throws where it is no literal.
 * @param {ts.CallExpression} call
 * @returns {Exclude<Text, string>}
 */
export function textOf(call) {
  const [first] = call.arguments;
  if (first && ts.isStringLiteralLike(first)) return { message: first.text, comment: [] };
  const told = new Map();
  if (first && ts.isObjectLiteralExpression(first))
    for (const property of first.properties)
      if (ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer))
        told.set(property.name.getText(), property.initializer.text);
  const [message, comment] = [told.get('message'), told.get('comment')];
  if (message === undefined || comment === undefined)
    throw new Error(`${placeOf(call)}: a text that is translated is a literal.`);
  return { message, comment: [comment] };
}

/**
 * All nodes of a tree, each before its children.
 * @param {ts.Node} node
 * @returns {Generator<ts.Node>}
 */
export function* nodesOf(node) {
  yield node;
  /** @type {ts.Node[]} */
  const children = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/**
 * The bundle of English texts: each by its key, which is the text, and what translators are told of it where they are.
 * @returns {Record<string, Text>}
 */
export function exportedWords() {
  /** @type {Map<string, Text>} */
  const words = new Map();
  for (const file of sources) {
    const source = read(file);
    if (!source.includes('l10n.t')) continue;
    for (const node of nodesOf(parse(file, source))) {
      if (!isTranslation(node)) continue;
      const text = textOf(node);
      const { message, comment } = text;
      if (comment.length === 0) words.set(message, message);
      else words.set(`${message}/${comment.join('')}`, text);
    }
  }
  return Object.fromEntries([...words].sort(([a], [b]) => (a < b ? -1 : 1)));
}
