import type { VerdictLevel } from '../runs/verdict';
import type { Facts } from './facts';
import type { Repair, RepairContext } from './repairs/repair';

/** What repairs depend on. */
export interface Concern {
  readonly layers?: readonly string[] | undefined;
  readonly values?: Readonly<Record<string, number>> | undefined;
}

/** What a diagnosis has found in a training, in numbers. */
export interface Finding extends Concern {
  readonly level: VerdictLevel;
  /** `did not learn`: said behind the training's status. */
  readonly outcome?: string;
  readonly evidence: string;
}

/** One thing that can be the matter with a training: when it is said, what it means, and what helps. */
export interface Diagnosis {
  readonly name: string;
  readonly title: string;
  /** When it is said, for the reference. */
  readonly condition: string;
  /** What it means, in one sentence. */
  readonly explanation: string;
  /** Where it is known from. */
  readonly source: string;
  /** Diagnoses that say more about the same numbers: after one of them, or after any other, this is not said. */
  readonly after?: readonly string[] | 'anything';
  /** It is what others come to: where one of these was found, that one says what helps. */
  readonly isSymptom?: true;
  /** Undefined where it is not so, or not known. */
  find(facts: Facts): Finding | undefined;
  /** What helps, the best first. */
  repairs(concern: Concern, context: RepairContext): readonly Repair[];
}
