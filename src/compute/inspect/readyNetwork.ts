import { targetSize, type Target } from '../../data/dataset';
import { buildResponse, type ResponseStep } from '../../learning/response';
import { givesAnswers } from '../../learning/rules';
import type { StepOptions } from '../../learning/step';
import { parameterKey, type Network } from '../../network/network';
import type { Run } from '../../runs/run';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import { formatShape } from '../../text/numbers';
import { stepOptions } from '../batches/stepOptions';
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
import type { LiveParameters } from '../jobs/liveParameters';
import type { AnalyzedNotebook } from '../notebooks/notebook';
import { answerLimits, type Answer, type Saliency } from '../protocol/answer';
import type { Validated } from '../protocol/protocol';
import { fromWireTensor, toWireTensor } from '../protocol/wireTensor';
import { userError } from '../wire/error';
import { attentionTold, attentionWanted } from './attention';
import { openLook, type Look } from './look';
import { assertFew, finiteRange, partOf, type Part } from './part';
import { valuesByName } from './prediction';
import { ReadyParameters, type StepParameters } from './readyParameters';
import { SaliencyMaps } from './saliency';
import { layersNamed } from './subject';

type Request = Validated<'answer'>;

/** With which network and parameters to answer. */
export type Wanted = Pick<Request, 'network' | 'data' | 'device' | 'seed'> & {
  readonly run?: Run | undefined;
};

/** What to answer. */
export type Asked = Pick<
  Request,
  'input' | 'layers' | 'preActivations' | 'parameters' | 'attention' | 'saliency' | 'step'
>;

/** A network with its parameters, open on a device: it answers one input after the other. */
export class ReadyNetwork {
  /** The last answer, or what became of it: a session is asked one thing at a time. */
  private turn: Promise<unknown> = Promise.resolve();
  /** Opened when the first is asked for. */
  private saliency: Promise<SaliencyMaps> | undefined;

  private constructor(
    private readonly network: Network,
    /** Undefined where the outputs are no answers. */
    private readonly target: Target | undefined,
    private readonly run: string | undefined,
    private readonly parameters: ReadyParameters,
    private readonly step: ResponseStep,
    private readonly runtime: Runtime,
    private readonly device: Provider,
    private readonly session: Session,
    private readonly normalization: StepOptions['normalization'],
  ) {}

  static async open(
    notebook: AnalyzedNotebook,
    request: Wanted,
    live: LiveParameters,
  ): Promise<ReadyNetwork> {
    const look = await openLook(notebook, request, live);
    const { network, plan, dataset, device } = look;
    const step = buildResponse(network, stepOptions(dataset, 1));
    const runtime = await loadRuntime();
    const session = await createSession(runtime, plainModel(device, step.graph, 'answers'), device);
    const shapes = new Map(
      step.graph.inputs.map(({ name, type }) => [name, type.shape.map(Number)]),
    );
    const read = step.parameters.filter(({ input }) => shapes.has(input));
    const tensorOf = (data: Float32Array, input: string) =>
      new runtime.Tensor('float32', data, shapes.get(input));
    // Nothing reads them.
    const row = [1, ...targetShape(targetSize(dataset.target))];
    const targets = new runtime.Tensor('float32', new Float32Array(elements(row)), row);
    const ready = (at: number, parameters: Look['parameters']) => {
      const given = read.map(
        ({ key, input }) => [input, tensorOf(parameters.get(key)!, input)] as const,
      );
      const feeds = { ...Object.fromEntries<Tensor>(given), [step.inputs.targets]: targets };
      return { step: at, parameters, feeds };
    };
    const newest = ready(look.trained?.step ?? 0, look.parameters);
    const all = new ReadyParameters(newest, async (at) => ready(at, await look.at(at)));
    const target = givesAnswers(plan) ? dataset.target : undefined;
    return new ReadyNetwork(
      ...([network, target, look.trained?.run, all, step, runtime, device, session] as const),
      dataset.normalization,
    );
  }

  /** Throws a `CoreError` when the input does not fit, or too much is asked for. */
  answer(asked: Asked): Promise<Answer> {
    return this.inTurn(() => this.answerNow(asked));
  }

  /** Ends after what was asked before. */
  dispose(): Promise<void> {
    return this.inTurn(async () => {
      await this.session.release();
      await this.saliency?.then((maps) => maps.dispose()).catch(() => undefined); // who asked is told
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined); // who asked is told
    return result;
  }

  private async answerNow(asked: Asked): Promise<Answer> {
    const { network, step, target, runtime, device } = this;
    const { input } = asked;
    const given = numbersOf(network, input);
    const wanted = asked.layers.map((part) => partOf(shapeOf(network, part.layer), part));
    const before = asked.preActivations.map((part) =>
      partOf(layersNamed(network, [part.layer])[0].shape, part),
    );
    const numbers = [...wanted, ...before].reduce((sum, { shape }) => sum + elements(shape), 0);
    assertFew(numbers, answerLimits.outputs, 'outputs');
    const attending = attentionWanted(network, asked.attention);
    const at = await this.parameters.of(asked.step);
    const parameters = this.parametersOf(asked.parameters, at);

    const head = network.outputs[0].id;
    const namesOf = (id: string) => step.layers.get(id)!;
    const outputOf = (id: string) => (id === 'input' ? step.input : namesOf(id).output);
    const beforeOf = (id: string) => namesOf(id).preActivation;
    const names = [
      namesOf(head).output,
      ...asked.layers.map(({ layer }) => outputOf(layer)),
      ...asked.preActivations.map(({ layer }) => beforeOf(layer)),
      ...attending.map(({ layer }) => namesOf(layer).attention),
    ];
    const fetched = new Set(names.filter((name) => name !== undefined));
    const feeds = {
      ...at.feeds,
      [step.inputs.samples]: new runtime.Tensor('float32', given, [1, ...input.shape]),
    };
    const results = await runOn(device, this.session.run(feeds, [...fetched]), 'in an answer');
    // An input that is not normalized is read as it is.
    const told = (name: string | undefined) =>
      name === undefined ? given : (results[name].data as Float32Array);
    const ofLayers = (parts: readonly Part[], nameOf: (id: string) => string | undefined) =>
      parts.map((part) => {
        const all = told(nameOf(part.layer));
        const range = finiteRange(all);
        return {
          ...{ layer: part.layer, shape: [...part.whole], ...(range && { range }) },
          values: toWireTensor(part.shape, part.of(all)),
        };
      });
    const prediction = target
      ? valuesByName(network, target, told(namesOf(head).output), (target.steps ?? 1) - 1)
      : [];
    const saliency =
      asked.saliency && (await this.saliencyOf(given, at, asked.saliency.output, prediction));
    return {
      ...(this.run !== undefined && { run: this.run }),
      ...{ step: at.step, prediction },
      outputs: ofLayers(wanted, outputOf),
      preActivations: ofLayers(before, beforeOf),
      attention: attending.map((part) => attentionTold(part, told(namesOf(part.layer).attention))),
      parameters,
      ...(saliency && { saliency }),
    };
  }

  /** Of one output, else of the greatest. */
  private async saliencyOf(
    sample: Float32Array,
    { parameters }: StepParameters,
    output: number | undefined,
    prediction: Answer['prediction'],
  ): Promise<Saliency> {
    const { network, target, device, normalization } = this;
    this.saliency ??= SaliencyMaps.open({ network, target, device }, { normalization });
    const values = prediction.map(({ value }) => value);
    const greatest = Math.max(0, values.indexOf(Math.max(...values)));
    return (await this.saliency).of(sample, parameters, output ?? greatest);
  }

  private parametersOf(
    parts: Asked['parameters'],
    { parameters }: StepParameters,
  ): Answer['parameters'] {
    const own = parts.flatMap((part) => {
      const [layer] = layersNamed(this.network, [part.layer]);
      return layer.parameters.map((spec) => ({
        ...{ name: spec.name, part: partOf(spec.shape, part) },
        values: parameters.get(parameterKey(layer, spec))!,
      }));
    });
    const numbers = own.reduce((sum, { part }) => sum + elements(part.shape), 0);
    assertFew(numbers, answerLimits.parameters, 'parameters');
    return own.map(({ name, part, values }) => ({
      ...{ layer: part.layer, name, values: toWireTensor(part.shape, part.of(values)) },
    }));
  }
}

const shapeOf = (network: Network, layer: string): readonly number[] =>
  layer === 'input' ? network.input.shape : layersNamed(network, [layer])[0].shape;

/** The numbers of an input. Throws a `CoreError` unless they are as many as the network reads, and finite. */
function numbersOf({ name, input }: Network, { shape, data }: Asked['input']): Float32Array {
  const values = fromWireTensor({ shape, data });
  if (!values || String(shape) !== String(input.shape))
    throw userError(
      'bad-input',
      `\`${name}\` reads ${formatShape(input.shape)}, but was given ${formatShape(shape)}${values ? '' : ' with another number of values'}.`,
    );
  if (!values.every(Number.isFinite))
    throw userError('bad-input', 'The input has values that are no finite numbers.');
  return values;
}
