import * as z from 'zod';
import { runners, type Runner } from '../../src/compute/jobs/runner';
import { integer } from '../../src/language/parameters';
import { BoundSettings } from '../../src/program/bindSettings';
import type { Action } from '../../src/program/program';
import { notebookSettings } from '../../src/program/settings';
import { settingOf } from '../../src/program/settings/define';
import type { Verb } from '../../src/program/verb';
import { verbs } from '../../src/program/verbs';
import { common, networkNamed } from '../../src/program/verbs/subjects';
import { resultViews } from '../../src/views/results';
import type { ResultView } from '../../src/views/resultView';

/** A verb that the product does not have, in one file: `weigh NETWORK { bits 8 }` says how much its parameters take. */

interface WeighAction extends Action {
  readonly kind: 'weigh';
  readonly bits: number;
}

const weighVerb: Verb<WeighAction> = {
  kind: 'verb',
  name: 'weigh',
  summary: 'Says how much the parameters of a network take.',
  details: 'As if each were stored in so many bits.',
  example: 'weigh Net {\n  bits 8\n}',
  snippet: 'weigh ${1:Net}',
  parameters: {},
  subject: 'network',
  clauses: [],
  result: 'weight',
  bind(statement, _, binding) {
    const { definitions, report } = binding;
    const network = networkNamed(statement.subject, binding);
    const bound = new BoundSettings('weigh', statement.settings, definitions.scope, report);
    if (!network || !bound.complete) return undefined;
    return { kind: 'weigh', ...common(statement, network), ...bound.plan({ bits: 32 }) };
  },
};

const bits = settingOf<{ readonly bits: number }>('weigh')({
  name: 'bits',
  summary: 'Bits of one parameter.',
  example: 'bits 8',
  parameters: { count: integer('Number of bits.', { minimum: 1 }) },
  plan: ({ count }) => ({ bits: count }),
});

const weight = z.object({ network: z.string(), bytes: z.number() });

const weighRunner: Runner<WeighAction> = {
  verb: 'weigh',
  run({ network: { name, layers }, bits }, { notify }) {
    const shapes = layers.flatMap(({ parameters }) => parameters.map(({ shape }) => shape));
    let count = 0;
    shapes.forEach((shape, i) => {
      count += shape.reduce((product, length) => product * length, 1);
      notify({ event: 'progress', doing: 'Weighing', step: i + 1, steps: shapes.length });
    });
    return Promise.resolve({ network: name, bytes: (count * bits) / 8 });
  },
};

const weightView: ResultView<z.infer<typeof weight>> = {
  kind: 'weight',
  schema: weight,
  text: ({ network, bytes }, { strong }) => `${strong(network)} weighs ${bytes} bytes`,
};

const words = [verbs.add(weighVerb), notebookSettings.add(bits)];
runners.set(weighRunner.verb, weighRunner);
resultViews.set(weightView.kind, weightView);

/** Takes its words out again, for tests that share a process. */
export const forget = (): void => words.forEach((remove) => remove());
