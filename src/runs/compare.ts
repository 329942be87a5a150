import type { RunAbout } from './about';
import type { Manifest } from './manifest';
import { statusNames, type RunState } from './state';

/** A run as it stands. */
export type ComparedRun = Omit<Manifest, keyof RunState> & RunState & { readonly about?: RunAbout };

export interface ComparedRow {
  readonly name: string;
  readonly values: readonly (string | number | undefined)[];
  readonly differs: boolean;
}

/** Runs side by side: a row for each setting and score, the settings that differ first in the reader's mind. */
export function compareRuns(runs: readonly ComparedRun[]): ComparedRow[] {
  const columns = runs.map(properties);
  const names = new Set(columns.flatMap((column) => [...column.keys()]));
  return [...names].map((name) => {
    const values = columns.map((column) => column.get(name));
    return { name, values, differs: new Set(values).size > 1 };
  });
}

function properties(run: ComparedRun): Map<string, string | number> {
  const { name, tags, note } = run.about ?? {};
  const rows = new Map<string, string | number>([
    ...(name === undefined ? [] : [['name', name] as const]),
    ...(tags === undefined ? [] : [['tags', tags.join(', ')] as const]),
    ...(note === undefined ? [] : [['note', note] as const]),
    ['network', run.network],
    ['data', run.data],
    ['data hash', run.dataHash.slice(0, 12)],
    ['notebook hash', run.notebook.hash.slice(0, 12)],
    ['seed', run.seed],
    ['device', run.device],
    ...Object.entries(run.settings),
    ...Object.entries(run.overrides).map(([name, value]) => [`set ${name}`, value] as const),
    ...(run.changes.length > 0 ? [['changes', changesText(run.changes)] as const] : []),
    ['status', statusNames[run.status]],
    ...(run.verdicts?.length
      ? [['verdicts', run.verdicts.map(({ title }) => title).join('; ')] as const]
      : []),
    ['epochs done', run.epoch],
    ['steps done', run.step],
    ['seconds', Number(run.seconds.toFixed(1))],
  ]);
  for (const split of ['train', 'validation', 'test'] as const) {
    const score = run.scores?.[split];
    if (!score) continue;
    for (const [name, value] of Object.entries(score))
      rows.set(`${split} ${name}`, Number(value.toPrecision(5)));
  }
  return rows;
}

/** `rate 0.005 from step 9; epochs 34 from step 20` */
function changesText(changes: Manifest['changes']): string {
  const texts = changes.flatMap(({ step, rate, epochs, stop, lastEpoch }) => {
    const parts = [
      ...(rate === undefined ? [] : [`rate ${Number(rate.toPrecision(4))}`]),
      ...(epochs === undefined ? [] : [`epochs ${epochs}`]),
      ...(stop === undefined ? [] : [`stop ${stop?.name ?? 'none'}`]),
      ...(typeof lastEpoch === 'number' ? [`last epoch ${lastEpoch}`] : []),
    ];
    return parts.map((part) => `${part} from step ${step + 1}`);
  });
  return texts.join('; ');
}
