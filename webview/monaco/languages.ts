import { type editor, languages, type Position } from 'monaco-editor/editor.js';
import type { Completion } from '../../src/language/services/complete';
import type { FieldAnswer, FieldQuestion } from '../../src/views/designer';
import { lineGrammar, valueGrammar } from './grammar';

/** Asks what the language says of a text in its place in the notebook. */
export type Ask = (question: FieldQuestion, text: string) => Promise<FieldAnswer | undefined>;

export const valueLanguage = 'dnn';
export const lineLanguage = 'dnn-line';

const asked = new WeakMap<editor.ITextModel, Ask>();

/** Lets completion and hover of a text ask; returns how to stop. */
export function serve(model: editor.ITextModel, ask: Ask): () => void {
  asked.set(model, ask);
  return () => asked.delete(model);
}

const { CompletionItemKind: kind, CompletionItemInsertTextRule: rule } = languages;

/** As in the notebook's own cells. */
const kinds: Readonly<Record<Completion['kind'], languages.CompletionItemKind>> = {
  keyword: kind.Keyword,
  layer: kind.Function,
  activation: kind.Operator,
  entry: kind.Function,
  setting: kind.Property,
  argument: kind.Field,
  value: kind.EnumMember,
  network: kind.Class,
  data: kind.Variable,
  block: kind.Module,
  label: kind.Reference,
  let: kind.Constant,
  text: kind.File,
};

export function registerLanguages(): void {
  for (const [id, grammar] of [
    [valueLanguage, valueGrammar],
    [lineLanguage, lineGrammar],
  ] as const) {
    languages.register({ id });
    languages.setMonarchTokensProvider(id, grammar);
    languages.setLanguageConfiguration(id, {
      wordPattern: /[\p{L}_][\p{L}\p{N}_]*/u,
      comments: { lineComment: '#' },
      brackets: [
        ['(', ')'],
        ['[', ']'],
        ['{', '}'],
      ],
      autoClosingPairs: [
        { open: '(', close: ')' },
        { open: '[', close: ']' },
        { open: '"', close: '"', notIn: ['string'] },
      ],
    });
    languages.registerCompletionItemProvider(id, {
      triggerCharacters: ['(', ',', ' ', ':', '"'],
      provideCompletionItems: (model, position) => completions(model, position),
    });
    languages.registerHoverProvider(id, {
      provideHover: (model, position) => hover(model, position),
    });
  }
}

async function completions(
  model: editor.ITextModel,
  position: Position,
): Promise<languages.CompletionList> {
  const offset = model.getOffsetAt(position);
  const answer = await asked.get(model)?.({ kind: 'complete', offset }, model.getValue());
  if (answer?.kind !== 'complete' || model.isDisposed()) return { suggestions: [] };
  const range = rangeOf(model, answer);
  return {
    suggestions: answer.items.map(({ label, kind, detail, documentation, insertText }, i) => ({
      label,
      kind: kinds[kind],
      detail,
      ...(documentation !== undefined && { documentation: { value: documentation } }),
      insertText,
      insertTextRules: rule.InsertAsSnippet,
      range,
      sortText: String(i).padStart(4, '0'),
    })),
  };
}

async function hover(
  model: editor.ITextModel,
  position: Position,
): Promise<languages.Hover | undefined> {
  const offset = model.getOffsetAt(position);
  const answer = await asked.get(model)?.({ kind: 'hover', offset }, model.getValue());
  if (answer?.kind !== 'hover' || model.isDisposed()) return undefined;
  return { contents: [{ value: answer.contents }], range: rangeOf(model, answer) };
}

function rangeOf(
  model: editor.ITextModel,
  { start, end }: { readonly start: number; readonly end: number },
) {
  const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)];
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
}
