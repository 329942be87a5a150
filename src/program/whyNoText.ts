import type { DataPlan } from '../data/plan';
import type { Probe } from '../data/source';
import { sources } from '../data/sources';
import { givesProbabilities } from '../learning/losses/heads';
import type { Network } from '../network/network';

/** Why a network cannot go on with such data as with a text; undefined where it can. */
export function whyNoText(
  { name, outputs: [head] }: Network,
  data: Pick<DataPlan, 'name' | 'source'>,
  probe: Pick<Probe, 'targets'>,
): string | undefined {
  if (sources.of(data.source).madeOf !== 'text')
    return `\`${data.name}\` is no text, which a network could go on with; use \`source text("book.txt")\``;
  if (!givesProbabilities(head))
    return `\`${name}\` gives no probabilities of characters to draw from; end it with \`softmax\``;
  const given = head.shape.at(-1);
  if (probe.targets === undefined || given === probe.targets) return undefined;
  return `\`${name}\` tells ${given} characters apart, and \`${data.name}\` has ${probe.targets}`;
}
