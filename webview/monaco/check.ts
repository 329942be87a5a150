import { editor as editors, MarkerSeverity } from 'monaco-editor/editor.js';
import type { FieldProblem } from '../../src/designer/problems';
import type { Ask } from './languages';

/** So long nobody has typed before the text is checked. */
const patienceMilliseconds = 200;

const severities: Readonly<Record<FieldProblem['severity'], MarkerSeverity>> = {
  error: MarkerSeverity.Error,
  warning: MarkerSeverity.Warning,
  information: MarkerSeverity.Info,
};

/** Marks what is wrong with a text while it is typed, and tells the first of it; returns how to stop. */
export function checked(
  model: editors.ITextModel,
  ask: Ask,
  tell: (problem: FieldProblem | undefined) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = async () => {
    const version = model.getVersionId();
    const answer = await ask({ kind: 'check' }, model.getValue());
    if (model.isDisposed() || model.getVersionId() !== version || answer?.kind !== 'check') return;
    const { problems } = answer;
    const markers = problems.map(({ severity, message, start, end }) => {
      const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)];
      return {
        severity: severities[severity],
        message,
        startLineNumber: from.lineNumber,
        startColumn: from.column,
        endLineNumber: to.lineNumber,
        endColumn: to.column,
      };
    });
    editors.setModelMarkers(model, 'dnn', markers);
    tell(problems.find(({ severity }) => severity === 'error') ?? problems.at(0));
  };
  const listener = model.onDidChangeContent(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void check(), patienceMilliseconds);
  });
  return () => {
    clearTimeout(timer);
    listener.dispose();
  };
}
