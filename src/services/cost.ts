import { freeMemory } from '../data/memoryLimit';
import { networkCost, type NetworkCost } from '../designer/cost';
import { probedFor } from '../program/cost/probed';
import { StepTimes } from '../program/cost/stepTimes';
import type { AnalyzedNotebook } from './notebook';

/** What a network of a notebook costs on this machine; undefined where it is none. */
export async function cost(
  { program, files }: AnalyzedNotebook,
  { network: name, device }: { readonly network: string; readonly device: string },
): Promise<NetworkCost | undefined> {
  const network = program.networks.get(name);
  if (!network) return undefined;
  const [calibration, probed] = await Promise.all([
    new StepTimes().calibration(),
    probedFor(program, name, files),
  ]);
  return networkCost(program, network, { device, calibration, probed, free: freeMemory() });
}
