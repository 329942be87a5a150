import { useMemo } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Packed, PackedTensor } from '../../src/views/packed';
import type { Answer } from '../../src/views/payloads';
import { joinRanges } from '../featureMaps/range';
import { Notice } from '../ui/status';
import { AnsweredLayers } from './answeredLayers';
import { useAnswer } from './ask';
import { ComparedLayers } from './comparedLayers';
import { useOpenLayers, type OpenLayers } from './openLayers';
import { ParametersContext } from './parameters';
import { StepBars } from './stepBars';
import { useStepRanges } from './stepRanges';
import type { Side, Sides } from './sides';

/** A side, and what its network has made of the input, once that is known. */
export interface AnsweredSide {
  readonly side: Side;
  readonly answer: Packed<Answer> | undefined;
}

interface StepLayersProps {
  readonly sides: Sides;
  /** Absent before there is one. */
  readonly input: PackedTensor | undefined;
  /** Says which parameters are the newest. */
  readonly version: string;
  /** What stands over the layers: the predictions. */
  readonly children: (answered: readonly AnsweredSide[]) => ComponentChildren;
}

/** What the layers of a network make of an input at the step in view, beside another step or run where one is compared with. */
export function StepLayers({ sides, input, version, children }: StepLayersProps) {
  const { first, second, fixed } = sides;
  const { network } = first;
  const own = new Set(network.layers.map(({ id }) => id));
  const theirs = second?.network.layers.filter(({ id }) => !own.has(id)) ?? [];
  const layers = useOpenLayers({ layers: [...network.layers, ...theirs] });
  const one = useSideAnswer(first, input, layers, version);
  const two = useSideAnswer(second, input, layers, version);
  const open = [...layers.open];
  const isOpen = (side: Side) =>
    open.filter((layer) => side.network.layers.some(({ id }) => id === layer));
  const here = useStepRanges(first, input, isOpen(first), version, fixed);
  const beside = second ?? first;
  const isBeside = fixed && second !== undefined;
  const there = useStepRanges(beside, input, isOpen(beside), version, isBeside);
  const rangeOf = (layer: string) =>
    joinRanges([
      here.get(layer),
      there.get(layer),
      one.answer?.outputs.find((each) => each.layer === layer)?.range,
      ...(second ? [two.answer?.outputs.find((each) => each.layer === layer)?.range] : []),
    ]);
  const outputsOf = (answer: Packed<Answer> | undefined) =>
    (answer?.outputs ?? []).map((output) => {
      const range = rangeOf(output.layer);
      return { ...output, ...(range && { range }) };
    });
  const answered = [
    { side: first, answer: one.answer },
    ...(second ? [{ side: second, answer: two.answer }] : []),
  ];
  const problem = one.problem ?? (second && two.problem);
  return (
    <>
      <StepBars sides={sides} />
      {children(answered)}
      {problem && <Notice kind="error" {...problem} />}
      <div class="dnn-answered" aria-busy={one.isLate}>
        {second ? (
          <ComparedLayers
            {...{ layers, input, version }}
            sides={[
              { side: first, outputs: outputsOf(one.answer) },
              { side: second, outputs: outputsOf(two.answer) },
            ]}
          />
        ) : (
          <ParametersContext.Provider value={first.of}>
            <AnsweredLayers
              {...{ network, layers, version, input }}
              outputs={outputsOf(one.answer)}
            />
          </ParametersContext.Provider>
        )}
      </div>
    </>
  );
}

/** What the network of a side makes of an input; what it made of an earlier one, or at an earlier step, stays until then. */
function useSideAnswer(
  side: Side | undefined,
  input: PackedTensor | undefined,
  { open, partOf }: OpenLayers,
  version: string,
) {
  const shown = side?.network.layers.filter(({ id }) => open.has(id)) ?? [];
  const parts = shown.map(partOf);
  const key = side && `${side.network.name} ${JSON.stringify(parts)}`;
  const question = useMemo(
    () => (side && input ? { input, layers: parts } : undefined),
    [input, key],
  );
  const asked = useAnswer(side?.network.name ?? '', question, version, side?.of);
  const isTheirs = side !== undefined && asked.of?.run === side.of.run;
  return {
    answer: isTheirs ? asked.answer : undefined,
    problem: isTheirs ? asked.problem : undefined,
    isLate: asked.answer !== undefined && asked.to?.input !== input,
  };
}
