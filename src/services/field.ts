import { placedField, type PlacedField } from '../designer/field';
import { revisionOf } from '../designer/design';
import type { ToldOperation } from '../designer/operation';
import type { OwnerName } from '../designer/perform';
import { limits } from '../language/limits';
import { complete } from '../language/services/complete';
import { analyze } from '../program/analyze';
import { modelFiles } from '../program/modelFiles';
import type { FieldAnswer, FieldQuestion } from '../views/designer';
import { hover } from './hover';
import type { AnalyzedNotebook } from './notebook';
import { tablesOf } from './tables';

/** So many problems of a field are told. */
const mostProblems = 20;

/** What the language says of what is being typed into a field of the designer; offsets are those in the field. */
export function designField(
  notebook: AnalyzedNotebook,
  told: {
    readonly revision: string;
    readonly owner?: OwnerName;
    readonly operation: ToldOperation;
    readonly text: string;
    readonly question: FieldQuestion;
  },
): FieldAnswer | undefined {
  if (revisionOf(notebook.sources) !== told.revision) return undefined;
  const field = placedField(notebook, told.owner, told.operation, told.text);
  return field && answer(notebook, field, told.question);
}

function answer(
  notebook: AnalyzedNotebook,
  { sources, cell, start, end }: PlacedField,
  question: FieldQuestion,
): FieldAnswer | undefined {
  const text = sources[cell];
  const within = (range: { readonly start: number; readonly end: number }) => ({
    start: Math.min(end, Math.max(start, range.start)) - start,
    end: Math.min(end, Math.max(start, range.end)) - start,
  });
  switch (question.kind) {
    case 'complete': {
      if (text.length > limits.help) return undefined;
      const found = complete(text, start + question.offset, tablesOf(notebook));
      return { kind: 'complete', items: found.items, ...within(found) };
    }
    case 'hover': {
      if (text.length > limits.help) return undefined;
      const found = hover(notebook, { cell, text, offset: start + question.offset }, undefined);
      return found && { kind: 'hover', contents: found.contents, ...within(found) };
    }
    case 'check': {
      const { files } = notebook;
      const { diagnostics } = analyze(sources, { ...(files && modelFiles(files)) });
      const problems = diagnostics
        .filter(
          ({ location }) =>
            location.cell === cell && start <= location.start && location.end <= end,
        )
        .slice(0, mostProblems)
        .map(({ severity, message, location }) => ({ severity, message, ...within(location) }));
      return { kind: 'check', problems };
    }
  }
}
