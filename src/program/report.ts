import { Budget } from '../language/limits';
import { type Diagnostic, LanguageError, type Location, type Severity } from '../language/source';
import { brief } from '../text/visible';

/** Characters of a message: names in a model's file may have any length. */
const mostSaid = 2000;

/**
 * Collects findings; the same finding at the same place is kept once. Throws `LimitError` when there are more than a
 * reader could want.
 */
export class Report {
  private readonly found = new Map<string, Diagnostic>();

  constructor(private readonly budget = new Budget()) {}

  add(diagnostics: Iterable<Diagnostic>): void {
    for (const diagnostic of diagnostics) {
      const { location, code } = diagnostic;
      const message = brief(diagnostic.message, mostSaid);
      const key = `${location.cell}:${location.start}:${location.end}:${code}:${message}`;
      if (this.found.has(key)) continue;
      this.budget.spend('mistakes', 1, location);
      this.found.set(key, { ...diagnostic, message });
    }
  }

  /** What ended the analysis: told however many findings there are. */
  addLast(diagnostic: Diagnostic): void {
    this.found.set('', diagnostic);
  }

  errors(errors: readonly LanguageError[]): void {
    this.add(errors.map((error) => error.toDiagnostic()));
  }

  error(code: string, message: string, location: Location): void {
    this.finding('error', code, message, location);
  }

  finding(severity: Severity, code: string, message: string, location: Location): void {
    this.add([{ severity, code, message, location }]);
  }

  /** The value of `compute`, or undefined with its error reported. */
  attempt<T>(compute: () => T): T | undefined {
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error;
      this.errors([error]);
      return undefined;
    }
  }

  /** In the order of the text. */
  get diagnostics(): readonly Diagnostic[] {
    return inOrder(this.found.values());
  }
}

/** In the order of the text. */
export const inOrder = (diagnostics: Iterable<Diagnostic>): readonly Diagnostic[] =>
  [...diagnostics].sort(
    (a, b) => a.location.cell - b.location.cell || a.location.start - b.location.start,
  );
