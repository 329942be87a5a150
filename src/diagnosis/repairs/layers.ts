import type { Call, LayerStatement } from '../../language/syntax';
import { activations } from '../../network/catalogue';
import type { Layer } from '../../network/network';
import { insertion, type TextEdit } from '../../language/textEdit';
import type { Repair, RepairContext } from './repair';
import { statementsOf } from './statements';

/** Changes of the lines of layers. */

/** Gives layers another last activation, with the initializer that suits it; undefined where no line says theirs. */
export function useActivation(
  { program }: RepairContext,
  layers: readonly Layer[],
  activation: string,
): Repair | undefined {
  const { initializer } = activations.of(activations.call(activation));
  const edits = statementsOf(program, layers).flatMap((line) => {
    const last = line.activations.at(-1);
    if (!last || line.output || last.name.text === activation) return [];
    return [
      { location: last.location, text: activation },
      ...withoutInitializer(line, initializer),
    ];
  });
  return edits.length === 0
    ? undefined
    : { title: `Use \`${activation}\` with \`init: ${initializer}\``, edits };
}

/** Has layers start with other weights; undefined where no line says what they start with. */
export function useInitializer(
  { program }: RepairContext,
  layers: readonly Layer[],
): Repair | undefined {
  const edits = statementsOf(program, layers).flatMap((line) => withoutInitializer(line));
  const [layer] = layers;
  return edits.length === 0 || !layer
    ? undefined
    : { title: `Use \`init: ${usualInitializer(layer)}\``, edits };
}

/** What the weights of a layer start with where its line says nothing. */
const usualInitializer = ({ activations }: Layer): string =>
  activations.at(-1)?.entry.initializer ?? 'glorot';

/** The initializer a line names, replaced by the one that suits its activation. */
function withoutInitializer(
  { call, activations: [first] }: LayerStatement,
  name?: string,
): TextEdit[] {
  const given = argumentNamed(call, 'init');
  if (!given) return [];
  const usual = name ?? (first && activations.find(first.name.text)?.initializer) ?? 'glorot';
  return [{ location: given.value.location, text: usual }];
}

const argumentNamed = (call: Call, wanted: string) =>
  call.arguments.find(({ name }) => name?.text === wanted);

/** Normalizes what the activations of layers read; undefined where that takes more than a new line. */
export function insertBatchNorm(
  { program }: RepairContext,
  layers: readonly Layer[],
): Repair | undefined {
  const edits = statementsOf(program, layers).flatMap(({ output, from, call, activations }) => {
    if (output || from || activations.length === 0) return [];
    return [insertion(call.location, call.location.end, '\n  batch_norm')];
  });
  return edits.length === 0
    ? undefined
    : { title: 'Insert `batch_norm` before the activations', edits };
}
