/** A half-open range of UTF-16 offsets in the source of one code cell (cells counted among code cells only). */
export interface Location {
  readonly cell: number;
  readonly start: number;
  readonly end: number;
}

export const locate = (cell: number, start: number, end: number): Location => ({
  cell,
  start,
  end,
});

export type Severity = 'error' | 'warning' | 'information';

/** One finding about a notebook's text, at the place the user should look at. */
export interface Diagnostic {
  readonly severity: Severity;
  /** Stable machine-readable name, e.g. `unknown-layer`, `shape-mismatch`. */
  readonly code: string;
  readonly message: string;
  readonly location: Location;
  /** A replacement for the text at `location` that would resolve the finding. */
  readonly fix?: { readonly title: string; readonly replacement: string };
}

/** Thrown inside analysis; collected into the program's diagnostics by the caller that knows where to go on. */
export class LanguageError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly location: Location,
    readonly fix?: Diagnostic['fix'],
    /** What to do, where the message does not say so. */
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'LanguageError';
  }

  toDiagnostic(): Diagnostic {
    const { code, message, location, fix } = this;
    return { severity: 'error', code, message, location, ...(fix && { fix }) };
  }
}
