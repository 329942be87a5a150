import type { Diagnostic, Location } from '../../language/source';
import type { ActionStatement, Statement } from '../../language/syntax';
import type { Action, ExportAction, InspectPlan, Program } from '../../program/program';
import type { DataPayload } from '../../views/payloads';
import { dataPayload } from './dataPayload';

/** What a notebook says, without the layers of its networks: little, however large they are. */
export interface Outline {
  readonly diagnostics: readonly Diagnostic[];
  /** What a run of each code cell does. */
  readonly cells: readonly (readonly OutlineStatement[])[];
  /** Some network is from a file. */
  readonly readsModels: boolean;
}

/** A statement that a run of its cell does; what has errors lacks its result. */
export type OutlineStatement =
  | { readonly kind: 'data'; readonly payload?: DataPayload }
  | { readonly kind: 'network'; readonly name: string; readonly isComplete: boolean }
  | {
      readonly kind: 'action';
      readonly verb: ActionStatement['verb'];
      readonly subject: string;
      readonly action?: OutlineAction;
    };

/** An action that can run. `index` counts the actions of the program. */
export type OutlineAction = {
  readonly index: number;
  readonly cell: number;
  readonly location: Location;
  readonly network: string;
} & (
  | { readonly kind: 'train' }
  | { readonly kind: 'find' }
  | { readonly kind: 'inspect'; readonly plan: InspectPlan }
  | { readonly kind: 'export'; readonly file: ExportAction['file'] }
);

export type ActionOf<Kind extends OutlineAction['kind']> = OutlineAction & { readonly kind: Kind };

/** The outline of a program; `sources` are the texts of its code cells. */
export function outlineOf(program: Program, sources: readonly string[]): Outline {
  const actions = new Map(program.actions.map((action, i) => [key(action), outlined(action, i)]));
  const outline = (statement: Statement, cell: number): OutlineStatement[] => {
    switch (statement.kind) {
      case 'data': {
        const plan = program.data.get(statement.name.text);
        const payload = plan && dataPayload(plan, statement, sources[cell]);
        return [{ kind: 'data', ...(payload && { payload }) }];
      }
      case 'network': {
        const name = statement.name.text;
        return [{ kind: 'network', name, isComplete: program.networks.has(name) }];
      }
      case 'action': {
        const action = actions.get(key(statement));
        const { verb, subject } = statement;
        return [{ kind: 'action', verb, subject: subject.text, ...(action && { action }) }];
      }
      case 'block':
      case 'let':
        return [];
    }
  };
  return {
    diagnostics: program.diagnostics,
    cells: program.cells.map((statements, cell) =>
      statements.flatMap((statement) => outline(statement, cell)),
    ),
    readsModels: program.cells.flat().some((one) => one.kind === 'network' && one.from),
  };
}

const key = ({ location: { cell, start } }: Action | Statement): string => `${cell}:${start}`;

function outlined(action: Action, index: number): OutlineAction {
  const { cell, location } = action;
  const common = { index, cell, location, network: action.network.name };
  switch (action.kind) {
    case 'train':
    case 'find':
      return { ...common, kind: action.kind };
    case 'inspect':
      return { ...common, kind: action.kind, plan: action.plan };
    case 'export':
      return { ...common, kind: action.kind, file: action.file };
  }
}

/** The actions that can run, in the order of the text. */
export const actionsOf = ({ cells }: Outline): readonly OutlineAction[] =>
  cells.flat().flatMap((one) => (one.kind === 'action' && one.action) || []);

/** The networks without errors. */
export const networksOf = ({ cells }: Outline): readonly string[] =>
  cells.flat().flatMap((one) => (one.kind === 'network' && one.isComplete ? one.name : []));

export const firstError = ({ diagnostics }: Outline): Diagnostic | undefined =>
  diagnostics.find(({ severity }) => severity === 'error');
