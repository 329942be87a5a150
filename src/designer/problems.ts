import type { Diagnostic, Location } from '../language/source';

/** What is wrong with what stands in a field. */
export interface FieldProblem {
  readonly severity: Diagnostic['severity'];
  readonly message: string;
}

const ranks: readonly Diagnostic['severity'][] = ['error', 'warning', 'information'];

export const isInside = (inner: Location, { cell, start, end }: Location): boolean =>
  inner.cell === cell && start <= inner.start && inner.end <= end;

/** The worst of what is told of a part of the text. */
export const problemIn = (
  diagnostics: readonly Diagnostic[],
  part: Location,
): FieldProblem | undefined =>
  worst(diagnostics.filter(({ location }) => isInside(location, part)));

export function worst(diagnostics: readonly Diagnostic[]): FieldProblem | undefined {
  const [first] = diagnostics.toSorted(
    (a, b) => ranks.indexOf(a.severity) - ranks.indexOf(b.severity),
  );
  return first && { severity: first.severity, message: first.message };
}
