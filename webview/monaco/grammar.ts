import type { languages } from 'monaco-editor/editor.js';

/**
 * The language's colours in fields: the categories are those of `media/dnn.tmLanguage.json`, whose own grammar the editor for
 * fields cannot read. A field holds a value or a line, never a whole cell.
 */

const word = /[\p{L}_][\p{L}\p{N}_]*/u;
const labelled = /([\p{L}_][\p{L}\p{N}_]*)(\s*)(:)/u;

type Rules = languages.IMonarchLanguageRule[];

const common: Rules = [
  [/#.*$/, 'comment.line.number-sign'],
  [/"/, 'string.quoted.double', '@string'],
  [/\(/, 'punctuation.section.arguments.begin', '@arguments'],
  [/(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/, 'constant.numeric'],
  [/\b(?:true|false)\b/, 'constant.language.boolean'],
];

const rest: Rules = [
  [/\.\./, 'keyword.operator.range'],
  [/[-+*/^=]/, 'keyword.operator'],
  [/\./, 'punctuation.accessor'],
  [/[,:;]/, 'punctuation.separator'],
];

const value: Rules = [
  ...common,
  [/\b(?:of|on|to)\b(?!\s*[:(])/, 'keyword.other'],
  [new RegExp(`${word.source}(?=\\s*\\()`, 'u'), 'support.function'],
  [word, 'variable.other'],
  ...rest,
];

const line: Rules = [
  ...common,
  [/\b(?:output)\b(?=\s*:|\s+[\p{L}_])/u, 'keyword.other.output'],
  [/\b(?:input)\b(?=\s+[\p{L}_])/u, 'keyword.other.input'],
  [/\b(?:from)\b(?!\s*[:(])/, 'keyword.other.from'],
  [labelled, ['entity.name.label', '', 'punctuation.separator']],
  [word, 'support.function'],
  ...rest,
];

const inside: languages.IMonarchLanguage['tokenizer'] = {
  arguments: [
    [/\)/, 'punctuation.section.arguments.end', '@pop'],
    [labelled, ['variable.parameter', '', 'punctuation.separator']],
    ...value,
  ],
  string: [
    [/\\["\\]/, 'constant.character.escape'],
    [/[^"\\]+/, 'string.quoted.double'],
    [/\\/, 'string.quoted.double'],
    [/"/, 'string.quoted.double', '@pop'],
  ],
};

const grammar = (root: Rules): languages.IMonarchLanguage => ({
  unicode: true,
  defaultToken: '',
  tokenizer: { root, ...inside },
});

/** What is written for an argument: `he`, `[1, 2]`, `"a"`. */
export const valueGrammar = grammar(value);
/** What is written on a line of a network: `C1: conv(6, kernel: 5) tanh`. */
export const lineGrammar = grammar(line);
