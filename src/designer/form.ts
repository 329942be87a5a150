import type { Diagnostic, Location } from '../language/source';
import type {
  BranchStatement,
  ChainStatement,
  LayerStatement,
  Statement,
} from '../language/syntax';
import { blockNamed } from './blocks';
import { callForm, type CallForm } from './callForm';
import type { Path } from './chain';
import { labelIn } from './labels';
import { isInside, worst, type FieldProblem } from './problems';

export interface StatementForm {
  readonly path: Path;
  readonly kind: ChainStatement['kind'];
  /** As it is written. */
  readonly text: string;
  readonly label?: string;
  readonly isOutput: boolean;
  /** The operator with its arguments. */
  readonly call?: CallForm;
  /** The activations as they are written, and the arguments of each. */
  readonly activations?: { readonly text: string; readonly calls: readonly CallForm[] };
  /** The layers it says it reads. */
  readonly from?: readonly string[];
  /** The sizes of an input or the count of a repeat. */
  readonly shape?: string;
  /** What is wrong with it, where no field tells that. */
  readonly problem?: FieldProblem;
  /** It uses a block of the notebook. */
  readonly block?: string;
}

/** What a form is made from. */
export interface FormContext {
  readonly cells: readonly (readonly Statement[])[];
  /** The cell it is about. */
  readonly source: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The form of a statement of a network or block. */
export function formOf(context: FormContext, statement: ChainStatement, path: Path): StatementForm {
  const { cells, source } = context;
  const kinds = ['layer', 'branch', 'activation'];
  const written = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
  const label = labelIn(statement)?.text;
  const problem = ownProblem(context, statement);
  const common = {
    path,
    kind: statement.kind,
    text: written(statement.location),
    isOutput: statement.kind === 'layer' && statement.output !== undefined,
    ...(label !== undefined && { label }),
    ...(problem && { problem }),
  };
  switch (statement.kind) {
    case 'input': {
      const [first] = statement.shape;
      const last = statement.shape.at(-1);
      const shape = first && last ? source.slice(first.location.start, last.location.end) : '';
      return { ...common, shape };
    }
    case 'repeat':
      return { ...common, shape: written(statement.count.location) };
    case 'layer':
    case 'branch':
      return { ...common, ...operatorForm(statement) };
  }

  function operatorForm({ call, activations, from }: LayerStatement | BranchStatement) {
    const [first] = activations;
    const last = activations.at(-1);
    const block = blockNamed(cells, call.name.text);
    return {
      call: callForm(context, call, kinds),
      activations: {
        text: first && last ? source.slice(first.location.start, last.location.end) : '',
        calls: activations.map((each) => callForm(context, each, kinds)),
      },
      ...(from && { from: from.map(({ text }) => text) }),
      ...(block && { block: block.name.text }),
    };
  }
}

/** The worst of what is told of a statement, but for what its fields and the statements within it tell. */
function ownProblem(
  { diagnostics }: FormContext,
  statement: ChainStatement,
): FieldProblem | undefined {
  const parts = partsOf(statement).map(({ location }) => location);
  return worst(
    diagnostics.filter(
      ({ location }) =>
        isInside(location, statement.location) && !parts.some((part) => isInside(location, part)),
    ),
  );
}

function partsOf(statement: ChainStatement): readonly { readonly location: Location }[] {
  switch (statement.kind) {
    case 'input':
      return [];
    case 'repeat':
      return statement.body;
    case 'layer':
      return [...statement.call.arguments, ...statement.activations];
    case 'branch':
      return [...statement.call.arguments, ...statement.activations, ...statement.branches.flat()];
  }
}
