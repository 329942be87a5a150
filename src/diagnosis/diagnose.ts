import type { Verdict } from '../runs/verdict';
import { diagnoses } from './diagnoses';
import type { Concern, Finding } from './diagnosis';
import type { Facts } from './facts';
import type { Repair, RepairContext } from './repairs/repair';

/** Repairs that are told of a verdict, at most. */
const toldRepairs = 4;

/** What is the matter with a training, causes first; empty where nothing is. Repairs are told where the notebook is known. */
export function diagnose(facts: Facts, context: RepairContext | undefined): readonly Verdict[] {
  const found: Verdict[] = [];
  for (const diagnosis of diagnoses) {
    const { name, title, explanation, after = [], isSymptom } = diagnosis;
    const isSaid =
      after === 'anything' ? found.length > 0 : found.some((v) => after.includes(v.name));
    if (isSaid) continue;
    const finding = diagnosis.find(facts);
    if (!finding) continue;
    const isExplained = isSymptom && found.some(({ level }) => level === 'problem');
    const repairs = context && !isExplained ? diagnosis.repairs(finding, context) : [];
    found.push({
      ...{ name, title, explanation, ...told(finding) },
      repairs: repairs
        .slice(0, toldRepairs)
        .map(({ title, edits }) => ({ title, isEdit: edits.length > 0 })),
    });
  }
  return found;
}

const told = ({ level, outcome, evidence, layers, values }: Finding) => ({
  level,
  evidence,
  ...(outcome !== undefined && { outcome }),
  ...(layers && { layers: [...layers] }),
  ...(values && { values: { ...values } }),
});

/** What to do about a verdict in the notebook as it is now. */
export function repairsOf(
  verdict: Concern & Pick<Verdict, 'name'>,
  context: RepairContext,
): readonly Repair[] {
  const diagnosis = diagnoses.find(({ name }) => name === verdict.name);
  return diagnosis?.repairs(verdict, context).slice(0, toldRepairs) ?? [];
}
