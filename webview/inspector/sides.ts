import { useMemo, useState } from 'preact/hooks';
import * as l10n from '@vscode/l10n';
import type { OtherRun, ParametersChoice } from '../../src/views/history';
import type { Problem } from '../../src/views/messages';
import type { NetworkPayload } from '../../src/views/payloads';
import { formatInteger, formatShape } from '../../src/text/numbers';
import { useLookup } from './lookup';

/** A network with the parameters of one of its steps: what is on view, or what it is compared with. */
export interface Side {
  readonly network: NetworkPayload;
  readonly of: ParametersChoice;
  /** Its run and step in words. */
  readonly name: string;
  /** Steps whose parameters are kept; the last one is the newest. */
  readonly steps: readonly number[];
  /** The one in view; null: the newest, whichever that is. */
  readonly step: number | null;
  readonly onStep: (step: number | null) => void;
}

/** What the first side is compared with: nothing, another step of the same run, or another run. */
export type Compared = 'nothing' | 'step' | OtherRun;

export interface Sides {
  readonly first: Side;
  readonly second?: Side | undefined;
  readonly compared: Compared;
  readonly onCompare: (compared: Compared) => void;
  readonly others: readonly OtherRun[];
  readonly problem?: Problem | undefined;
  /** Colours mean the same at all steps. */
  readonly fixed: boolean;
  readonly onFixed: (fixed: boolean) => void;
}

/** What is on view of a network, and what it is compared with; nothing is asked of the host unless `isActive`. */
export function useSides(network: NetworkPayload, version: string, isActive: boolean): Sides {
  const { name } = network;
  const [compared, onCompare] = useState<Compared>('nothing');
  const [fixed, onFixed] = useState(false);
  const shown = useLookup(isActive ? { type: 'snapshots', network: name } : undefined, version);
  const others = useLookup(isActive ? { type: 'otherRuns', network: name } : undefined, version);
  const other = typeof compared === 'object' ? compared : undefined;
  const found = useLookup(
    other && { type: 'networkOfRun', network: name, run: other.run },
    '', // it stays as it was
  );
  const theirs = useLookup(
    other && { type: 'snapshots', network: other.network, run: other.run },
    version,
  );
  const first = useSide(network, undefined, shown.value?.steps);
  const otherNetwork = compared === 'step' ? network : found.value;
  const steps = compared === 'step' ? shown.value?.steps : theirs.value?.steps;
  const second = useSide(otherNetwork ?? network, other, steps);
  const problem = other && (found.problem ?? theirs.problem ?? unlike(network, found.value));
  const isThere = compared !== 'nothing' && otherNetwork && steps && !problem;
  return {
    ...{ first, compared, fixed, onFixed, problem },
    onCompare: (next) => {
      onCompare(next);
      second.onStep(next === 'step' ? (shown.value?.steps[0] ?? null) : null);
    },
    others: (others.value ?? []).filter(({ run }) => run !== shown.value?.run),
    ...(isThere && { second }),
  };
}

function useSide(
  network: NetworkPayload,
  run: OtherRun | undefined,
  steps: readonly number[] = [],
): Side {
  const [chosen, onStep] = useState<number | null>(null);
  // One that is no longer kept gives way to the one before it.
  const step = chosen === null ? null : (steps.findLast((each) => each <= chosen) ?? null);
  const of = useMemo(
    () => ({ ...(run && { run: run.run }), ...(step !== null && { step }) }),
    [run?.run, step],
  );
  const at = step ?? steps.at(-1) ?? 0;
  const name = run
    ? l10n.t('{0}, {1}, step {2}', run.network, run.name, formatInteger(at))
    : l10n.t('{0}, step {1}', network.name, formatInteger(at));
  return { network, of, name, steps, step, onStep };
}

/** Why two networks cannot be given the same input. */
function unlike(first: NetworkPayload, second: NetworkPayload | undefined): Problem | undefined {
  if (!second || String(first.input.shape) === String(second.input.shape)) return undefined;
  const [here, there] = [first, second].map(({ input }) => formatShape(input.shape));
  return {
    message: l10n.t(
      'The two networks cannot be given the same input: {0} reads {1}, {2} of the other run reads {3}.',
      ...[first.name, here ?? '', second.name, there ?? ''],
    ),
  };
}
