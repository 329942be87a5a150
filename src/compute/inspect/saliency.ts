import type { Target } from '../../data/dataset';
import { GradientError } from '../../graph/graphError';
import { isOneOfTwo } from '../../learning/losses/heads';
import { buildSaliency, type SaliencyStep } from '../../learning/saliency';
import type { StepOptions } from '../../learning/step';
import type { Network } from '../../network/network';
import { elements } from '../../shape/elements';
import { runOn } from '../devices/executor';
import {
  createSession,
  loadRuntime,
  type Provider,
  type Runtime,
  type Session,
  type Tensor,
} from '../devices/runtime';
import { plainModel } from '../devices/stepModel';
import type { Saliency } from '../protocol/answer';
import { toWireTensor } from '../protocol/wireTensor';
import { userError } from '../wire/error';

interface Looked {
  readonly network: Network;
  /** Undefined where the outputs are no answers. */
  readonly target: Target | undefined;
  readonly device: Provider;
}

/** A network's gradients with respect to its input, open on a device. */
export class SaliencyMaps {
  private constructor(
    private readonly looked: Looked,
    private readonly step: SaliencyStep,
    private readonly runtime: Runtime,
    private readonly session: Session,
    /** Of the parameters that the graph reads. */
    private readonly shapes: ReadonlyMap<string, readonly number[]>,
  ) {}

  /** Throws a `CoreError` where no gradient reaches the input. */
  static async open(
    looked: Looked,
    options: Pick<StepOptions, 'normalization'>,
  ): Promise<SaliencyMaps> {
    const { network, device } = looked;
    const step = built(network, options);
    const runtime = await loadRuntime();
    const model = plainModel(device, step.graph, 'saliency');
    const session = await createSession(runtime, model, device);
    const shapes = new Map(
      step.graph.inputs.map(({ name, type }) => [name, type.shape.map(Number)]),
    );
    return new SaliencyMaps(looked, step, runtime, session, shapes);
  }

  /** Of the `wanted`-th class or value of a sample, as the last step answers it where each does. Throws a `CoreError` where there is none. */
  async of(
    sample: Float32Array,
    parameters: ReadonlyMap<string, Float32Array>,
    wanted: number,
  ): Promise<Saliency> {
    const { looked, step, runtime, session } = this;
    const { network, target, device } = looked;
    const [head] = network.outputs;
    const names = target?.names ?? Array.from({ length: elements(head.shape) }, (_, i) => `${i}`);
    if (wanted >= names.length)
      throw userError('no-output', `\`${network.name}\` has no output ${wanted}.`);
    const units = target?.steps === undefined ? elements(head.shape) : head.shape.at(-1)!;
    const isOne = target !== undefined && isOneOfTwo({ ...target, count: names.length }, units);
    const weights = new Float32Array(elements(head.shape));
    // One unit tells the second of two classes: what speaks against it speaks for the first.
    const sign = isOne && wanted === 0 ? -1 : 1;
    weights[weights.length - units + (isOne ? 0 : wanted)] = sign;
    const tensor = (data: Float32Array, shape: readonly number[]) =>
      new runtime.Tensor('float32', data, [1, ...shape]);
    const { [step.scores]: scores, [step.gradient]: gradient } = await runOn(
      device,
      session.run(
        {
          ...this.feedsOf(parameters),
          [step.inputs.samples]: tensor(sample, network.input.shape),
          [step.inputs.weights]: tensor(weights, head.shape),
        },
        [step.scores, step.gradient],
      ),
      'in a saliency map',
    );
    const score = (scores.data as Float32Array)[weights.findIndex((weight) => weight !== 0)];
    return {
      ...{ output: wanted, name: names[wanted], scored: step.scored, respect: step.respect },
      score: sign * score,
      gradient: toWireTensor(network.input.shape, gradient.data as Float32Array),
    };
  }

  private feedsOf(parameters: ReadonlyMap<string, Float32Array>): Record<string, Tensor> {
    const { runtime, shapes, step } = this;
    const given = step.parameters.filter(({ input }) => shapes.has(input));
    return Object.fromEntries<Tensor>(
      given.map(({ key, input }) => [
        input,
        new runtime.Tensor('float32', parameters.get(key)!, shapes.get(input)),
      ]),
    );
  }

  dispose(): Promise<void> {
    return this.session.release();
  }
}

function built(network: Network, options: Pick<StepOptions, 'normalization'>): SaliencyStep {
  try {
    const step = buildSaliency(network, options);
    if (step) return step;
  } catch (error) {
    if (!(error instanceof GradientError)) throw error;
    const { layer, operator, reason } = error;
    throw userError(
      'no-gradient',
      `\`${network.name}\` has no saliency map: \`${operator}\`${layer === undefined ? '' : ` in \`${layer}\``} ${reason}.`,
    );
  }
  throw userError(
    'no-gradient',
    `\`${network.name}\` has no saliency map: no gradient reaches its input, since every way to the output passes a step function.`,
  );
}
