import type { Location } from './source';

/** The syntax tree. It knows no layer, loss or setting by name: those are vocabulary entries (`vocabulary.ts`). */

export interface Name {
  readonly text: string;
  readonly location: Location;
}

interface Node {
  readonly location: Location;
}

/** `{ … }` */
interface Braced {
  /** From `{` to `}`; absent where there are none. */
  readonly braces?: Location;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '^';

export type Expression =
  | (Node & { readonly kind: 'number'; readonly value: number })
  | (Node & { readonly kind: 'string'; readonly value: string })
  | (Node & { readonly kind: 'boolean'; readonly value: boolean })
  /** `cosine`, `C1`, `digits.test`, `digits.test[7]`. */
  | (Node & {
      readonly kind: 'reference';
      readonly path: readonly Name[];
      readonly index?: Expression;
    })
  | Call
  | (Node & { readonly kind: 'list'; readonly items: readonly Expression[] })
  /** `1..8` */
  | (Node & { readonly kind: 'range'; readonly from: Expression; readonly to: Expression })
  | (Node & { readonly kind: 'negate'; readonly operand: Expression })
  /** `1 + 2 - 3`: operators of one rank, from left to right; a list, so that a long sum is no deep tree. */
  | (Node & {
      readonly kind: 'arithmetic';
      readonly first: Expression;
      readonly rest: readonly Operation[];
    });

/** `- 3` behind what it is applied to. */
export interface Operation {
  readonly operator: BinaryOperator;
  readonly operand: Expression;
}

/** `conv(6, kernel: 5)`; a bare word such as `tanh` in operator position is a call without arguments. */
export interface Call extends Node {
  readonly kind: 'call';
  readonly name: Name;
  readonly arguments: readonly Argument[];
}

export interface Argument extends Node {
  readonly name?: Name;
  readonly value: Expression;
}

/** `optimizer sgd(rate: 0.1)`, `split validation 2000`, `phase first: backprop { epochs 5 }`. */
export interface Setting extends Node, Braced {
  readonly keyword: Name;
  /** The `pretrain` of `phase pretrain: …`. */
  readonly label?: Name;
  /** Everything after the keyword, in order; words such as `on` are references; commas are dropped. */
  readonly phrase: readonly Expression[];
  /** The lines in its braces. */
  readonly settings?: readonly Setting[];
}

/** `input image[1, 28, 28]` */
export interface InputStatement extends Node {
  readonly kind: 'input';
  readonly name: Name;
  readonly shape: readonly Expression[];
}

/** `[label:] op(arguments) [activation …] [from A, B]`, and `output [name] [weight w]: op(…) softmax`. */
export interface LayerStatement extends Node {
  readonly kind: 'layer';
  readonly label?: Name;
  readonly output?: { readonly name?: Name; readonly weight?: Expression };
  readonly call: Call;
  readonly activations: readonly Call[];
  readonly from?: readonly Name[];
}

/** `concat { { … } { … } }`, `add { { … } { } }`: the branches all start from the layer above. */
export interface BranchStatement extends Node {
  readonly kind: 'branch';
  readonly label?: Name;
  readonly call: Call;
  readonly branches: readonly (readonly ChainStatement[])[];
  /** From `{` to `}` of each of them. */
  readonly branchBraces: readonly Location[];
  readonly activations: readonly Call[];
  readonly from?: readonly Name[];
}

/** `repeat 3 { … }` */
export interface RepeatStatement extends Node, Braced {
  readonly kind: 'repeat';
  readonly count: Expression;
  readonly body: readonly ChainStatement[];
}

export type ChainStatement = InputStatement | LayerStatement | BranchStatement | RepeatStatement;

/** Statements with `{ … }`. */
interface Body extends Braced {
  /** Something in it was not understood, so lines may be missing; the parser has reported what. */
  readonly incomplete?: true;
}

export interface DataDeclaration extends Node, Body {
  readonly kind: 'data';
  readonly name: Name;
  readonly settings: readonly Setting[];
}

export interface BlockDeclaration extends Node, Body {
  readonly kind: 'block';
  readonly name: Name;
  readonly parameters: readonly Name[];
  readonly body: readonly ChainStatement[];
}

/** A file's name in the text. */
export interface FileName extends Node {
  readonly file: string;
}

export interface NetworkDeclaration extends Node, Body {
  readonly kind: 'network';
  readonly name: Name;
  /** `from "model.onnx"`: the layers start from a model in a file. */
  readonly from?: FileName;
  /** What is done with that model: `frozen "conv*"`, `cut "pool5"`. */
  readonly settings?: readonly Setting[];
  readonly body: readonly ChainStatement[];
}

export interface LetDeclaration extends Node {
  readonly kind: 'let';
  readonly name: Name;
  readonly value: Expression;
}

/** `train LeNet5 on digits { … }`, `export LeNet5 to "lenet5.onnx"`, `inspect LeNet5 { … }`, `find rate of LeNet5`. */
export interface ActionStatement extends Node, Body {
  readonly kind: 'action';
  readonly verb: string;
  readonly verbLocation: Location;
  readonly subject: Name;
  /** `on digits`, `to "file.onnx"`. */
  readonly clauses: readonly { readonly keyword: Name; readonly value: Expression }[];
  readonly settings: readonly Setting[];
}

export type Declaration = DataDeclaration | BlockDeclaration | NetworkDeclaration | LetDeclaration;
export type Statement = Declaration | ActionStatement;
