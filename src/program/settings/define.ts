import type { DataPlan } from '../../data/plan';
import { entry as takesEntry } from '../../language/parameters';
import type { Location } from '../../language/source';
import type { EntryKind, Parameters, SettingEntry, Values } from '../../language/vocabulary';
import type { TrainPlan } from '../../learning/plan';

/** What is known of a training before it runs. */
export interface PlannedTraining {
  readonly train: TrainPlan;
  readonly data: DataPlan;
}

/** A setting with its meaning: `Plan` is what the lines around it become. */
export interface NotebookSetting<
  P extends Parameters = Parameters,
  Plan = unknown,
> extends SettingEntry<P> {
  /**
   * What a line adds to the plan, given what the lines above it made of it. Without this its values are kept in the plan's
   * `settings`, under its name.
   */
  plan?(values: Values<P>, above: Plan, line: Location): Partial<Plan>;
  /** How a training's manifest says it; undefined where nothing was set. Without this the values kept in `settings`. */
  format?(training: PlannedTraining): string | number | undefined;
  /** What the manifest calls it, where not by its name. */
  readonly recordedAs?: string;
}

type Definition<P extends Parameters, Plan> = Omit<NotebookSetting<P, Plan>, 'kind' | 'within'>;

/** Settings of these declarations and actions, whose lines become a `Plan`. */
export const settingOf =
  <Plan>(...within: readonly string[]) =>
  <P extends Parameters>(definition: Definition<P, Plan>): NotebookSetting<P, Plan> => ({
    ...definition,
    kind: 'setting',
    within,
  });

export const dataSetting = settingOf<DataPlan>('data');
/** Those of a training that its phases may have, too. */
export const phaseSetting = settingOf<TrainPlan>('train', 'phase');
export const trainSetting = settingOf<TrainPlan>('train');

/** The parameter of a setting that names an entry: `optimizer sgd(rate: 0.1)`. */
export const choice = <K extends EntryKind>(kind: K, summary: string) => ({
  takes: kind,
  summary,
  parameters: { [kind]: takesEntry(summary, kind) } as Readonly<
    Record<K, ReturnType<typeof takesEntry>>
  >,
});
