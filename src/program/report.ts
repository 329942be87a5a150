import { type Diagnostic, LanguageError, type Location, type Severity } from '../language/source';

/** Collects findings; the same finding at the same place is kept once. */
export class Report {
  private readonly found = new Map<string, Diagnostic>();

  add(...diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) {
      const { cell, start, end } = diagnostic.location;
      const key = `${cell}:${start}:${end}:${diagnostic.code}:${diagnostic.message}`;
      if (!this.found.has(key)) this.found.set(key, diagnostic);
    }
  }

  errors(errors: readonly LanguageError[]): void {
    this.add(...errors.map((error) => error.toDiagnostic()));
  }

  error(code: string, message: string, location: Location): void {
    this.finding('error', code, message, location);
  }

  finding(severity: Severity, code: string, message: string, location: Location): void {
    this.add({ severity, code, message, location });
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
    return [...this.found.values()].sort(
      (a, b) => a.location.cell - b.location.cell || a.location.start - b.location.start,
    );
  }
}
