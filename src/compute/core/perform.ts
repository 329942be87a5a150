import type { Validated } from '../protocol/protocol';
import { coreError } from '../wire/error';
import type { Surroundings } from '../jobs/jobs';
import { actionAt, analyzeNotebook } from '../notebooks/notebook';
import { runners, type ActionContext } from '../jobs/runner';

/** Carries out the notebook's `action`-th action. Throws the notebook's first error when there is none. */
export async function perform(
  request: Validated<'perform'>,
  surroundings: Surroundings & Pick<ActionContext, 'live'>,
): Promise<unknown> {
  const notebook = analyzeNotebook(request.notebook, request.overrides);
  const action = actionAt(notebook, request.action);
  const runner = runners.get(action.kind);
  if (!runner)
    throw coreError('no-runner', `The compute core does not know how to ${action.kind}.`);
  return runner.run(action, { ...surroundings, notebook, request });
}
