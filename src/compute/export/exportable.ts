import { initialize } from '../../network/initialize';
import type { Network } from '../../network/network';
import { readModel } from '../../onnx/read';
import type { Run } from '../../runs/run';
import { visible, visibleJson } from '../../text/visible';
import type { Trained } from '../notebooks/trained';
import type { Exportable } from './exportedModel';

/** What files are made from: networks that were trained, and those that are as their files have them. */

export const trainedModel = (network: Network, { run, step, parameters }: Trained): Exportable => ({
  ...{ network, parameters },
  normalization: run.manifest.normalization,
  title: run.manifest.notebook.title,
  metadata: provenance(run, step),
});

function provenance({ id, manifest }: Run, step: number): Record<string, string> {
  const { notebook, target, features, characters, seed, data, dataHash } = manifest;
  const names = target.names.map(visible); // as JSON they would hide what they hold
  return {
    ...(target.kind === 'classes' && { classes: JSON.stringify(names) }),
    ...(target.kind === 'values' && { values: JSON.stringify(names) }),
    ...(features && { features: JSON.stringify(features.map(visible)) }),
    ...(characters && { characters: visibleJson(target.names) }),
    'notebook.title': notebook.title ?? notebook.file,
    'notebook.sha256': notebook.hash,
    run: id,
    step: String(step),
    seed: String(seed),
    data,
    'data.sha256': dataHash,
  };
}

/** Whether all a network knows is stored in the file it is from. */
export const isStored = ({ source, layers }: Network): boolean =>
  source !== undefined &&
  layers.every(({ parameters }) => parameters.every(({ values }) => values !== undefined));

/** A model from a file, or the part of it that a network is, as it is there: nothing was trained. */
export const storedModel = (network: Network, title: string | undefined): Exportable => ({
  ...{ network, title },
  parameters: initialize(network, 0),
  metadata: { ...namesIn(network), 'model.sha256': network.source!.hash },
});

/** What the file says its outputs stand for, classes or values, where they are those of the network. */
function namesIn({ source, outputs: [main] }: Network): Record<string, string> {
  const { graph, metadata } = readModel(source!.bytes, { weightsAsInputs: true });
  if (!graph.outputs.some(({ name }) => name === main.output!.name)) return {};
  return Object.fromEntries(
    Object.entries(metadata).filter(([key]) => key === 'classes' || key === 'values'),
  );
}
