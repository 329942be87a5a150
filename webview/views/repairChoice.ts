import type { RepairChoice } from '../../src/views/messages';
import type { Verdict } from '../../src/views/payloads';

/** Asks for a repair of what a verdict is about. */
export const repairChoice = (
  network: string,
  { name, layers, values }: Verdict,
  title: string,
): RepairChoice => ({
  type: 'repair',
  network,
  title,
  verdict: { name, ...(layers && { layers }), ...(values && { values }) },
});
