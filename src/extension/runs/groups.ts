import type { Run } from '../../runs/run';

/** The list of runs as a tree: notebooks, their networks, the runs of each; in all of them the newest comes first. */

export interface NotebookGroup {
  readonly kind: 'notebook';
  readonly path: string;
  readonly networks: readonly NetworkGroup[];
}

export interface NetworkGroup {
  readonly kind: 'network';
  /** Path of the notebook. */
  readonly notebook: string;
  readonly network: string;
  readonly runs: readonly Run[];
}

export type RunNode = NotebookGroup | NetworkGroup | Run;

export function groupRuns(runs: readonly Run[]): NotebookGroup[] {
  const newestFirst = [...runs].sort((a, b) =>
    b.manifest.created.localeCompare(a.manifest.created),
  );
  const byNotebook = grouped(newestFirst, ({ notebookPath }) => notebookPath);
  return [...byNotebook].map(([path, ofNotebook]) => {
    const byNetwork = grouped(ofNotebook, ({ manifest }) => manifest.network);
    const networks = [...byNetwork].map(([network, runs]): NetworkGroup => ({
      kind: 'network',
      notebook: path,
      network,
      runs,
    }));
    return { kind: 'notebook', path, networks };
  });
}

/** The runs in a node. */
export function runsIn(node: RunNode): readonly Run[] {
  if (!('kind' in node)) return [node];
  return node.kind === 'network' ? node.runs : node.networks.flatMap(({ runs }) => runs);
}

function grouped(runs: readonly Run[], key: (run: Run) => string): ReadonlyMap<string, Run[]> {
  const groups = new Map<string, Run[]>();
  for (const run of runs) groups.set(key(run), [...(groups.get(key(run)) ?? []), run]);
  return groups;
}
