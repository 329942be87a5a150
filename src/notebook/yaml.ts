import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type LineCounter,
  type Node,
  Parser,
} from 'yaml';
import { formatInteger } from '../text/numbers';

/** YAML that is not read, and the offset of what is wrong. */
export class YamlProblem extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
    this.name = 'YamlProblem';
  }
}

/** Levels of lists and maps; the composer calls itself once or more for each. */
const deepest = 100;
/** Values after every alias is replaced by what it stands for. */
const mostValues = 100_000;
/** Each alias searches the document for its anchor. */
const mostAliases = 1000;

/** One YAML document whose values are safe to make; throws `YamlProblem`. Takes time linear in the text's length. */
export function parseYaml(text: string, lineCounter: LineCounter): Document {
  const tokens = [...new Parser(lineCounter.addNewLine).parse(text)];
  assertShallow(tokens);
  // An older version of YAML would bring other types.
  const directive = tokens.find(({ type }) => type === 'directive');
  if (directive) {
    throw new YamlProblem(
      directive.offset,
      'the front matter cannot hold a `%` directive; remove it',
    );
  }
  const composer = new Composer({
    prettyErrors: false,
    logLevel: 'error',
    // Compares each key with each.
    uniqueKeys: false,
    // Types beside JSON's, whose values cannot always be made.
    resolveKnownTags: false,
  });
  const [document, second] = composer.compose(tokens, true, text.length);
  const [error] = document.errors;
  if (error) {
    throw new YamlProblem(error.pos[0], `the front matter is not valid YAML: ${error.message}`);
  }
  if (second) {
    throw new YamlProblem(
      second.range[0],
      'the front matter holds a second YAML document; remove it',
    );
  }
  if (document.contents) new Values().count(document.contents);
  return document;
}

function assertShallow(tokens: readonly CST.Token[]): void {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let at = open.pop(); at; at = open.pop()) {
    const { token, depth } = at;
    if (depth > deepest) {
      throw new YamlProblem(
        token.offset,
        `lists and maps of the front matter may be nested at most ${deepest} deep; these are deeper`,
      );
    }
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
}

/** Counts the values that aliases make of a document, and finds keys that stand twice in a map. */
class Values {
  /** How many values each anchor stands for; none while it is still open. */
  private readonly anchors = new Map<string, number | undefined>();
  /** Values that aliases stand for. */
  private repeated = 0;
  private aliases = 0;

  count(node: unknown): number {
    if (isAlias(node)) return this.countAlias(node.source, offsetOf(node));
    const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, undefined);
    if (isMap(node)) assertUnique(node.items.map(({ key }) => key));
    let values = 1;
    if (isPair(node)) values = this.count(node.key) + this.count(node.value);
    else if (isCollection(node)) for (const item of node.items) values += this.count(item);
    if (anchor !== undefined) this.anchors.set(anchor, values);
    return values;
  }

  private countAlias(name: string, offset: number): number {
    const values = this.anchors.get(name);
    if (values === undefined) {
      const problem = this.anchors.has(name)
        ? `the alias \`*${name}\` refers to itself`
        : `the alias \`*${name}\` has no anchor \`&${name}\` before it`;
      throw new YamlProblem(offset, `${problem}; write the value itself`);
    }
    this.repeated += values;
    this.aliases++;
    if (this.repeated > mostValues || this.aliases > mostAliases) {
      throw new YamlProblem(
        offset,
        `the front matter has more than ${formatInteger(mostAliases)} aliases, or they repeat more than ` +
          `${formatInteger(mostValues)} values; write the values themselves`,
      );
    }
    return values;
  }
}

function assertUnique(keys: readonly unknown[]): void {
  const seen = new Set<unknown>();
  for (const key of keys) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value)) {
      throw new YamlProblem(
        offsetOf(key),
        `keys of the front matter must be unique; \`${key.source ?? ''}\` is repeated here`,
      );
    }
    seen.add(key.value);
  }
}

const offsetOf = ({ range }: Node): number => range?.[0] ?? 0;
