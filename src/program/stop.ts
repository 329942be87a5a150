import { LanguageError } from '../language/source';
import { parseCell } from '../language/parse';
import type { BoundCall } from '../language/vocabulary';
import type { TrainPlan } from '../learning/plan';
import { BoundSettings } from './bindSettings';
import { notebookVocabulary } from './vocabulary';
import { Report } from './report';

/** A stopping rule as it would be written behind `stop`: `early(patience: 5)`; `none` gives null. Throws a `LanguageError`. */
export function readStop(text: string): BoundCall | null {
  if (text.trim() === 'none') return null;
  const { statements, diagnostics } = parseCell(
    `train N on D {\nstop ${text}\n}`,
    0,
    notebookVocabulary,
  );
  const [statement] = statements;
  const settings = statement?.kind === 'action' ? statement.settings : [];
  const report = new Report();
  report.add(diagnostics);
  const bound = new BoundSettings('train', settings, new Map(), report);
  const { stop } = bound.plan<Pick<TrainPlan, 'stop'>>({});
  const [first] = report.diagnostics;
  if (stop && !first) return stop;
  const nowhere = { cell: 0, start: 0, end: 0 };
  if (first) throw new LanguageError(first.code, first.message, nowhere);
  throw new LanguageError('missing-value', 'expected a stopping rule or `none`', nowhere);
}
