import { isMap, isScalar, LineCounter } from 'yaml';
import { type Line, sourceOf } from './lines';
import { formatVersion, NotebookError, type NotebookDocument } from './notebook';
import { parseYaml, YamlProblem } from './yaml';
import { formatInteger } from '../text/numbers';

const delimiter = /^---[ \t]*$/;
/** Characters of the front matter: it is read while a notebook opens, by the editor's own process. */
const longest = 50_000;

/** Reads the YAML between the first two `---` lines; throws `NotebookError` when it is not a notebook's. */
export function readFrontMatter(lines: readonly Line[]): {
  header: NotebookDocument['header'];
  lineCount: number;
} {
  const first = lines[0]?.text.replace(/^\uFEFF/, '') ?? '';
  if (!delimiter.test(first)) {
    throw new NotebookError(
      'front-matter-missing',
      0,
      `a notebook starts with the lines \`---\`, \`dnn: ${formatVersion}\`, \`---\`; add them`,
    );
  }
  const close = lines.findIndex(({ text }, i) => i > 0 && delimiter.test(text));
  if (close < 0) {
    throw new NotebookError(
      'front-matter-invalid',
      0,
      'the front matter is not closed; add a line `---` below it',
    );
  }
  const inside = lines.slice(1, close);
  assertShort(inside);
  // YAML ends lines with a bare carriage return too, its reader does not.
  return { header: readHeader(sourceOf(inside)), lineCount: close + 1 };
}

function assertShort(lines: readonly Line[]): void {
  let length = 0;
  const over = lines.findIndex(({ text }) => (length += text.length + 1) > longest);
  if (over < 0) return;
  throw new NotebookError(
    'front-matter-invalid',
    over + 1,
    `the front matter is longer than ${formatInteger(longest)} characters; move its data into a file`,
  );
}

function readHeader(yaml: string): NotebookDocument['header'] {
  const lineCounter = new LineCounter();
  /** The front matter starts on the second line of the file. */
  const lineOf = (offset = 0) => lineCounter.linePos(offset).line;
  const document = read(yaml, lineCounter, lineOf);
  const version = isMap(document.contents)
    ? document.contents.items.find(({ key }) => isScalar(key) && key.value === 'dnn')
    : undefined;
  if (!version) {
    throw new NotebookError(
      'version-missing',
      1,
      `the format version is missing; add \`dnn: ${formatVersion}\` to the front matter`,
    );
  }
  // Aliases have been counted.
  const header = document.toJS({ maxAliasCount: -1 }) as Record<string, unknown>;
  const { dnn } = header;
  if (dnn !== formatVersion) {
    const line = lineOf((isScalar(version.key) && version.key.range?.[0]) || 0);
    throw new NotebookError('version-unsupported', line, unsupported(dnn));
  }
  return { ...header, dnn };
}

function read(yaml: string, lineCounter: LineCounter, lineOf: (offset: number) => number) {
  try {
    return parseYaml(yaml, lineCounter);
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    throw new NotebookError('front-matter-invalid', lineOf(error.offset), error.message);
  }
}

function unsupported(version: unknown) {
  if (Number.isInteger(version) && (version as number) > formatVersion) {
    return (
      `this notebook has format version ${version as number}, newer than ${formatVersion}, ` +
      'the newest this program reads; update DNN Notebook'
    );
  }
  return `\`dnn\` is the format version; write \`dnn: ${formatVersion}\``;
}
