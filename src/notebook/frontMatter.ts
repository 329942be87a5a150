import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { joinLines, type Line } from './lines';
import { formatVersion, NotebookError, type NotebookDocument } from './notebook';

const delimiter = /^---[ \t]*$/;

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
  return { header: readHeader(joinLines(lines.slice(1, close))), lineCount: close + 1 };
}

function readHeader(yaml: string): NotebookDocument['header'] {
  const lineCounter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter, prettyErrors: false });
  /** The front matter starts on the second line of the file. */
  const lineOf = (offset = 0) => lineCounter.linePos(offset).line;
  const [problem] = document.errors;
  if (problem) {
    throw new NotebookError(
      'front-matter-invalid',
      lineOf(problem.pos[0]),
      `the front matter is not valid YAML: ${problem.message}`,
    );
  }
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
  const header = document.toJS() as Record<string, unknown>;
  const { dnn } = header;
  if (dnn !== formatVersion) {
    const line = lineOf((isScalar(version.key) && version.key.range?.[0]) || 0);
    throw new NotebookError('version-unsupported', line, unsupported(dnn));
  }
  return { ...header, dnn };
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
