import { diagnose } from '../../diagnosis/diagnose';
import { repairContext } from '../../diagnosis/repairs/repair';
import type { Verdict } from '../../runs/verdict';
import type { StoredTensor } from '../../runs/safetensors';
import { toFailure } from '../wire/error';
import { Examiner, relativeUpdates } from './examiner';
import { overlapOf } from './overlap';
import type { StepsStage } from './stage';
import type { TrainingJob } from './trainingJob';
import type { TrainingProgress } from './trainingProgress';

/** After so many steps of a phase the network is looked at for the first time. */
const firstLook = 10;

/**
 * Says what is the matter with a training. It looks at the network after its first steps, after epochs 1, 2, 4, 8, … and at the end,
 * and judges by that and by what the training has told.
 */
export class Diagnosing {
  private opened:
    { readonly stage: StepsStage; readonly examiner: Examiner | undefined } | undefined;
  private before: ReadonlyMap<string, StoredTensor> | undefined;
  private updates: ReturnType<typeof relativeUpdates> = [];
  private told: readonly Verdict[] = [];
  private hasFailed = false;

  constructor(
    private readonly job: TrainingJob,
    private readonly progress: TrainingProgress,
  ) {}

  get verdicts(): readonly Verdict[] {
    return this.told;
  }

  /** Steps until the one whose change of the parameters is measured, which is a run of its own. */
  stepsToMeasured(stage: StepsStage): number {
    const { phaseStep, control, stepsPerEpoch } = this.progress;
    const { accumulate = 1, average } = control.plan;
    if (accumulate > 1 || average || !stage.step.state.some(({ kind }) => kind === 'parameter'))
      return Infinity;
    const first = Math.min(firstLook, stepsPerEpoch) - 1;
    if (phaseStep <= first) return first - phaseStep;
    const last = stepsPerEpoch - 1 - (phaseStep % stepsPerEpoch);
    return this.isLooked(this.phaseEpoch + 1) ? last : Infinity;
  }

  /** Remembers the parameters that the next step changes. */
  async beforeStep({ executor }: StepsStage): Promise<void> {
    this.before = await executor.read();
  }

  /** Measures how far that step went, and looks at the network where it was the first time. */
  async afterStep(stage: StepsStage): Promise<void> {
    const { before } = this;
    if (!before) return;
    this.before = undefined;
    const keys = stage.step.state.flatMap(({ kind, key }) => (kind === 'parameter' ? [key] : []));
    this.updates = relativeUpdates(keys, before, await stage.executor.read());
    const { phaseStep, stepsPerEpoch } = this.progress;
    if (phaseStep === firstLook && phaseStep < stepsPerEpoch) await this.examine(stage);
  }

  /** After an epoch: a look where it is time for one. */
  async afterEpoch(stage: StepsStage): Promise<void> {
    if (this.isLooked(this.phaseEpoch)) await this.examine(stage);
  }

  /** At the end of the training: the last look, and what follows from all of it. */
  async atEnd(end: 'completed' | 'early-stop' | 'interrupted'): Promise<void> {
    const { stage, reporter } = this.progress;
    if (stage.kind === 'steps') await this.look(stage, end !== 'interrupted');
    reporter.record.end = end;
    this.judge();
  }

  /** The numbers are no longer finite: judges by what was told before. */
  hasDiverged(): void {
    this.progress.reporter.record.end = 'diverged';
    this.judge();
  }

  async dispose(): Promise<void> {
    await this.opened?.examiner?.dispose();
    this.opened = undefined;
  }

  private get phaseEpoch(): number {
    const { epoch, phase } = this.progress.state;
    return epoch - phase.epoch;
  }

  private isLooked(epoch: number): boolean {
    return Number.isInteger(Math.log2(epoch));
  }

  private async examine(stage: StepsStage): Promise<void> {
    await this.look(stage, false);
    this.judge();
  }

  /** Looks at the network and tells what it saw; a look that fails leaves the training as it is. */
  private async look(stage: StepsStage, compare: boolean): Promise<void> {
    const { reporter, state } = this.progress;
    if (this.hasFailed) return;
    try {
      const examiner = await this.examinerOf(stage);
      if (!examiner) return;
      const { dataset, data } = this.job.setup;
      const overlap = compare ? overlapOf(dataset, data) : undefined;
      const { step, epoch } = state;
      const { updates } = this;
      this.updates = [];
      const look = await examiner.look();
      reporter.tell({
        event: 'examined',
        step,
        epoch,
        updates,
        ...look,
        ...(overlap && { overlap }),
      });
    } catch (error) {
      this.hasFailed = true;
      const message = `The network could not be examined: ${toFailure(error).message}`;
      reporter.tell({ event: 'warning', message });
    }
  }

  private async examinerOf(stage: StepsStage): Promise<Examiner | undefined> {
    if (this.opened?.stage !== stage) {
      await this.dispose();
      this.opened = { stage, examiner: await Examiner.open(this.job.setup, stage) };
    }
    return this.opened?.examiner;
  }

  /** Tells the verdicts where they are others than before. */
  private judge(): void {
    const { stage, reporter, state, control } = this.progress;
    const { program, codeCells } = this.job.notebook;
    const sources = codeCells.map(({ source }) => source);
    const { network } = stage.phase;
    const facts = { network, plan: control.plan, record: reporter.record };
    const verdicts = diagnose(facts, repairContext(program, sources, network.name));
    if (JSON.stringify(verdicts) === JSON.stringify(this.told)) return;
    this.told = verdicts;
    reporter.tell({ event: 'verdicts', step: state.step, verdicts: [...verdicts] });
  }
}
