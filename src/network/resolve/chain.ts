import { LanguageError } from '../../language/source';
import type {
  BlockDeclaration,
  BranchStatement,
  ChainStatement,
  InputStatement,
  LayerStatement,
  RepeatStatement,
} from '../../language/syntax';
import type { LayerEntry } from '../entries';
import { identity } from '../layers/identity';
import { blockVariables, expectNoRecursion } from './block';
import type { NetworkDraft, Site } from './draft';
import { labelOf } from './ids';
import { expectInputShape } from './inputs';
import { failed, type Above, type Scope } from './scope';
import { findBranch, findOperation } from './words';

/** Turns chains of statements into layers. Mistakes are collected; what depends on one is not reported again. */
export class ChainResolver {
  constructor(private readonly draft: NetworkDraft) {}

  /** Resolves statements one after the other; gives what the last one leaves for the next. */
  chain(statements: readonly ChainStatement[], above: Above, scope: Scope): Above {
    let current = above;
    for (const statement of statements) {
      try {
        current = this.statement(statement, current, scope);
      } catch (error) {
        if (!(error instanceof LanguageError)) throw error;
        this.draft.report(error);
        if (!(statement.kind === 'layer' && statement.output)) current = failed;
      }
    }
    return current;
  }

  private statement(statement: ChainStatement, above: Above, scope: Scope): Above {
    this.draft.pay(statement);
    switch (statement.kind) {
      case 'input':
        return this.inputStatement(statement, scope);
      case 'layer':
        return this.layerStatement(statement, above, scope);
      case 'branch':
        return this.branchStatement(statement, above, scope);
      case 'repeat':
        return this.repeatStatement(statement, above, scope);
    }
  }

  private inputStatement(statement: InputStatement, scope: Scope): Above {
    const { name, location } = statement;
    const part = this.draft.parts.get(statement);
    if (part === failed) return failed;
    if (part) {
      this.draft.layers.set(part.id, part);
      scope.labels.set(part.id, part);
      return part;
    }
    if (this.draft.input || scope.blocks.length > 0) {
      throw new LanguageError(
        'duplicate-input',
        this.draft.input
          ? `the network already has the input \`${this.draft.input.name}\`; further inputs go beside it, not in a repeat or branch`
          : 'a block has no input of its own; it reads the layer above the line that uses it',
        location,
      );
    }
    for (const label of ['input', name.text]) scope.labels.set(label, failed);
    this.draft.ids.claim(name.text);
    const shape = statement.shape.map((length) => this.draft.count(length, scope, 'a length'));
    this.draft.input = { name: name.text, shape, location };
    expectInputShape(shape, location);
    const source = { id: 'input', shape };
    scope.labels.set('input', source).set(name.text, source);
    return source;
  }

  private layerStatement(statement: LayerStatement, above: Above, scope: Scope): Above {
    const { call, output } = statement;
    const name = labelOf(statement) ?? (output && { text: 'output', location: call.location });
    const site = this.draft.site(statement, name, call.name.text, scope);
    try {
      const operation = findOperation(call, this.draft.context, scope.variables);
      if (operation.kind === 'block') {
        return this.instance(site, operation.declaration, above);
      }
      if (operation.kind === 'layer') {
        const values = this.draft.bind(operation.entry, call, scope.variables);
        return this.draft.finish(
          site,
          operation.entry,
          values,
          this.draft.sources(statement, above, scope),
          above,
        );
      }
      const first = this.draft.activation(operation.activation);
      const named: LayerEntry = { ...identity, name: first.entry.name };
      return this.draft.finish(
        site,
        named,
        {},
        this.draft.sources(statement, above, scope),
        above,
        [first],
      );
    } catch (error) {
      this.draft.fail(name, scope);
      throw error;
    }
  }

  private branchStatement(statement: BranchStatement, above: Above, scope: Scope): Above {
    const { call, branches, label } = statement;
    const site = this.draft.site(statement, label, call.name.text, scope);
    try {
      const entry = findBranch(call.name, this.draft.context);
      const values = this.draft.bind(entry, call, scope.variables);
      const sources = this.draft.sources(statement, above, scope);
      if (sources.length !== 1) {
        const message = `branches start from one layer, not from ${sources.length}`;
        throw new LanguageError('several-sources', message, statement.location);
      }
      this.draft.expectDepth(scope, statement.location);
      const inner = { ...scope, groups: [...scope.groups, site.id] };
      const ends = branches.map((branch) => this.chain(branch, sources[0], inner));
      return this.draft.finish(site, entry, values, ends, above);
    } catch (error) {
      this.draft.fail(label, scope);
      throw error;
    }
  }

  private repeatStatement(statement: RepeatStatement, above: Above, scope: Scope): Above {
    const turns = this.draft.count(statement.count, scope, 'the number of repetitions');
    this.draft.expectRoom(turns, statement.count.location);
    this.draft.expectDepth(scope, statement.location);
    const mistakes = this.draft.diagnostics.length;
    const group = this.draft.ids.next(scope.prefix, 'repeat');
    this.draft.sites.set(group, statement.location);
    let current = above;
    for (let turn = 1; turn <= turns; turn++) {
      const inner: Scope = {
        ...scope,
        suffix: `${scope.suffix}_${turn}`,
        groups: [...scope.groups, group],
        labels: new Map(),
        outer: scope,
      };
      current = this.chain(statement.body, current, inner);
      if (statement.body.length === 0) break;
      // Another turn would tell the same.
      if (current === failed || this.draft.diagnostics.length > mistakes) break;
    }
    return current;
  }

  /** A block's body in place of the line that uses it. */
  private instance(
    { id, labelled, statement, scope }: Site,
    block: BlockDeclaration,
    above: Above,
  ): Above {
    expectNoRecursion(block, scope.blocks, statement.call);
    this.draft.expectDepth(scope, statement.call.location);
    const variables = blockVariables(
      block,
      statement.call,
      scope.variables,
      this.draft.context.lets,
    );
    const [source, ...more] = this.draft.sources(statement, above, scope);
    if (more.length > 0) {
      const message = `a block reads one layer, not ${more.length + 1}`;
      throw new LanguageError('several-sources', message, statement.location);
    }
    const inner: Scope = {
      prefix: `${id}.`,
      suffix: '',
      groups: [...scope.groups, id],
      blocks: [...scope.blocks, block.name.text],
      variables,
      labels: new Map(source ? [['input', source]] : []),
    };
    if (block.incomplete) this.draft.incomplete = true;
    const end = this.chain(block.body, source, inner);
    const isHead = statement.kind === 'layer' && statement.output !== undefined;
    const site = { id, labelled, statement, scope };
    if (isHead || statement.activations.length > 0) {
      return this.draft.finish(site, identity, {}, [end], above);
    }
    if (labelled && end) scope.labels.set(statement.label!.text, end);
    return end;
  }
}
