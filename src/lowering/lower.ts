import type { Graph } from '../graph/builder';
import { expandComposites } from '../graph/passes/expandComposites';
import { passes, passNames, type Pass, type PassName } from './passes';
import type { Provider, Target } from './target';
import { decompose } from './webgpu/decompose';

/** What has to be written in another way for a provider that lacks some operators. */
const rewriting: Readonly<Partial<Record<Provider, (graph: Graph) => Graph>>> = {
  webgpu: decompose,
};

/**
 * A graph as a provider runs it: after the named passes, by default all, in the order of the table, and written with the
 * operators it has. Passes for other providers leave it as it is. `onPass` sees the graph after each pass.
 */
export function lower(
  graph: Graph,
  target: Target,
  names: readonly PassName[] = passNames,
  onPass: (pass: PassName, graph: Graph) => void = () => undefined,
): Graph {
  let lowered = graph;
  for (const pass of passes.filter(({ name }) => names.includes(name))) {
    if (serves(pass, target)) lowered = pass.apply(lowered, target);
    onPass(pass.name, lowered);
  }
  const written = expandComposites(lowered);
  return (target.provider && rewriting[target.provider]?.(written)) ?? written;
}

const serves = ({ provider }: Pass, target: Target): boolean =>
  provider === undefined || provider === target.provider;
