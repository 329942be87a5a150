import type { Verdict } from '../runs/events';
import { visible } from '../text/visible';
import { verdictLines } from '../views/verdicts';
import type { Output } from './output';

/** Says why a network did not learn, and what to do about it. */
export function tellVerdicts(verdicts: readonly Verdict[], output: Output): void {
  for (const verdict of verdicts) {
    const [headline, explanation, ...repairs] = verdictLines(verdict).map(visible);
    output.print(`\n${output.warning(headline)}\n  ${explanation}`);
    for (const repair of repairs) output.print(`  ${repair}`);
  }
}
