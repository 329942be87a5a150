import type { DataPlan } from '../../data/plan';
import type { DataDeclaration } from '../../language/syntax';
import { formatCall } from '../../language/formatCall';
import type { DataPayload } from '../../views/payloads';

/** What a `data` declaration says, as it stands in its cell's text, without loading anything. */
export function dataPayload(
  { name, source, validation, batch, normalization }: DataPlan,
  declaration: DataDeclaration,
  text: string,
): DataPayload {
  const { train, test } = source.arguments;
  const written = (wanted: string): string | undefined => {
    const setting = declaration.settings.find(({ keyword }) => keyword.text === wanted);
    return setting && text.slice(setting.keyword.location.end, setting.location.end).trim();
  };
  return {
    name,
    source: written('source') ?? formatCall(source),
    // Where none is written, the rule of a training may have a usual one of its own.
    ...(written('batch') !== undefined && { batch }),
    normalization: written('normalize') ?? formatCall(normalization),
    ...(typeof train === 'number' &&
      typeof test === 'number' && { samples: { train: train - validation, validation, test } }),
  };
}
