import { useEffect, useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import { joinRanges, type Range } from '../featureMaps/range';
import { ask } from './ask';
import type { Side } from './sides';

/** By layer, between which values its outputs lie for an input over all steps that are kept; empty before it is known, or where it is not wanted. */
export function useStepRanges(
  { network, of, steps }: Side,
  input: PackedTensor | undefined,
  layers: readonly string[],
  version: string,
  wanted: boolean,
): ReadonlyMap<string, Range> {
  const [ranges, setRanges] = useState<ReadonlyMap<string, Range>>(new Map());
  const { run } = of;
  useEffect(() => {
    if (!wanted || !input) return setRanges(new Map());
    let isOld = false;
    const look = async () => {
      const found = new Map<string, Range>();
      // Nothing of a layer but its range.
      const question = { input, layers: layers.map((layer) => ({ layer, maps: [] })) };
      for (const step of steps) {
        const at = step === steps.at(-1) ? {} : { step };
        const outcome = await ask(network.name, question, { ...(run && { run }), ...at });
        if (isOld) return;
        if ('problem' in outcome) continue;
        for (const { layer, range } of outcome.answer.outputs) {
          const joined = joinRanges([found.get(layer), range]);
          if (joined) found.set(layer, joined);
        }
      }
      setRanges(found);
    };
    void look();
    return () => void (isOld = true);
  }, [network.name, run, steps.join(), input, layers.join('\n'), version, wanted]);
  return ranges;
}
