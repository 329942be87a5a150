import { buildInference, mainOutput } from '../../learning/inference';
import { initialize } from '../../network/initialize';
import type { Network } from '../../network/network';
import { elements } from '../../shape/elements';
import { readModel } from '../../onnx/read';
import { writeModel } from '../../onnx/write';
import { Random } from '../../random/random';
import { exportedModel } from './exportedModel';
import { answer, largestDifference, writeChecked } from './exportFile';
import type { Exported } from '../protocol/protocol';
import { loadRuntime } from '../devices/runtime';

/** Samples the file and the network are compared on. */
const probes = 4;

/** Whether all a network knows is stored in the file it is from. */
export const isStored = ({ source, layers }: Network): boolean =>
  source !== undefined &&
  layers.every(({ parameters }) => parameters.every(({ values }) => values !== undefined));

/** Writes a model from a file, or the part of it that a network is, as it is there: nothing was trained. */
export async function writeStored(
  network: Network,
  title: string | undefined,
  file: string,
): Promise<Exported> {
  const parameters = initialize(network, 0);
  const graph = buildInference(network);
  const model = await exportedModel(network, parameters, {
    title,
    metadata: { ...namesIn(network), 'model.sha256': network.source!.hash },
  });
  const { Tensor } = await loadRuntime();
  const { name, shape } = network.input;
  const numbers = new Random(0, 'export').fillUniform(new Float32Array(probes * elements(shape)));
  const samples = { [name]: new Tensor('float32', numbers, [probes, ...shape]) };
  const fed = graph.inputs.flatMap(({ name: key, type }) => {
    const data = parameters.get(key);
    return data ? [[key, new Tensor('float32', data, type.shape as number[])] as const] : [];
  });
  const output = mainOutput(network);
  const expected = await answer(
    writeModel(graph, { name: 'inference' }),
    { ...Object.fromEntries(fed), ...samples },
    output,
  );
  const difference = largestDifference(await answer(model.bytes, samples, output), expected);
  return { ...(await writeChecked(file, model, difference)), step: 0 };
}

/** What the file says its outputs stand for, classes or values, where they are those of the network. */
function namesIn({ source, outputs: [main] }: Network): Record<string, string> {
  const { graph, metadata } = readModel(source!.bytes, { weightsAsInputs: true });
  if (!graph.outputs.some(({ name }) => name === main.output!.name)) return {};
  return Object.fromEntries(
    Object.entries(metadata).filter(([key]) => key === 'classes' || key === 'values'),
  );
}
