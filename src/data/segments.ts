import { formatShape } from '../text/numbers';
import { DataError, type Target } from './dataset';
import type { DataPlan } from './plan';

/** How sequences with a target for each step become samples. */
export interface Cut {
  /** Steps of a segment. */
  readonly steps: number;
  /** So many steps late the targets come. */
  readonly delay: number;
}

/** The shapes of what a source gives, and how it is cut; absent: samples are as they are stored. */
export interface SampleForm {
  readonly inputShape: readonly number[];
  readonly target: Target;
  readonly cut?: Cut;
}

/** Samples as they are handed out: so many segments make up what is stored as one; the last is filled up with zeros. */
export interface CutForm extends Pick<SampleForm, 'inputShape' | 'target'> {
  readonly segments: number;
}

export function cutForm({ inputShape, target, cut }: SampleForm): CutForm {
  if (!cut) return { inputShape, target, segments: 1 };
  const [whole, ...features] = inputShape;
  return {
    inputShape: [cut.steps, ...features],
    target: { ...target, steps: cut.steps },
    segments: Math.ceil(whole / cut.steps),
  };
}

/** How a plan cuts samples of this shape; throws a `DataError` where there are no steps to be cut or delayed. */
export function cutOf(
  { name, segments, delay }: Pick<DataPlan, 'name' | 'segments' | 'delay'>,
  inputShape: readonly number[],
  steps: number | undefined,
): Cut | undefined {
  if (segments === undefined && delay === undefined) return undefined;
  const [code, line] =
    segments === undefined
      ? (['bad-delay', `delay ${delay}`] as const)
      : (['bad-segments', `segments ${segments}`] as const);
  if (steps === undefined)
    throw new DataError(
      code,
      `\`${line}\` needs sequences with a target for each step, but \`${name}\` has one for each sample ` +
        `${formatShape(inputShape)}. Remove the line, or use a source such as \`digit_stream\`.`,
    );
  const whole = `the sequences of \`${name}\` have ${steps} steps`;
  if (segments !== undefined && segments > steps)
    throw new DataError(code, `\`${line}\` cuts nothing: ${whole}. Take fewer.`);
  if (delay !== undefined && delay >= steps)
    throw new DataError(
      'bad-delay',
      `\`delay ${delay}\` leaves no step with a target: ${whole}. Take a shorter delay.`,
    );
  return { steps: segments ?? steps, delay: delay ?? 0 };
}
