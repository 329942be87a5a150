import type { TrainingProgress } from './trainingProgress';
import { parameterOf } from './evaluator';
import { draw } from './pictures';
import type { PassStage } from './stage';
import type { TrainingJob } from './trainingJob';

/**
 * Carries out a pass: sums its measures over all training samples, takes the parameters that follow from them, and tells and
 * draws what was found. Nothing changes before its end, so a pass that was interrupted is made again as a whole. Throws when the
 * signal is aborted.
 */
export async function carryOutPass(
  progress: TrainingProgress,
  { phase, evaluator, tensors }: PassStage,
  { setup, signal }: TrainingJob,
): Promise<void> {
  const { splits } = setup.dataset;
  const given = parameterOf(setup.runtime, tensors);
  const sums = await evaluator.sums('train', given, { signal });
  const validation =
    phase.pass.validates && splits.validation.count > 0
      ? await evaluator.sums('validation', given, { signal })
      : undefined;
  const {
    parameters = new Map(),
    measures = [],
    warnings = [],
  } = phase.pass.finish(sums, phase.plan, validation);
  if (measures.length > 0)
    progress.reporter.tell({
      event: 'measured',
      step: progress.state.step,
      values: measures.map(({ entry: { name, label, symbol }, value, at }) => ({
        ...{ name, label, value },
        ...(symbol !== undefined && { symbol }),
        ...(at && { at }),
      })),
    });
  for (const message of warnings) progress.reporter.tell({ event: 'warning', message });
  progress.keep(parameters);
  await draw(progress, evaluator, parameterOf(setup.runtime, new Map([...tensors, ...parameters])));
}
