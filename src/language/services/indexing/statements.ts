import { wordOf } from '../../convert';
import type { Location } from '../../source';
import type { ActionStatement, Expression, Name, Setting, Statement } from '../../syntax';
import { type SettingEntry, verbNamed, type Vocabulary } from '../../vocabulary';
import type { ChainNames } from './chains';
import type { Definition, Findings } from './definition';
import type { ExpressionNames } from './expressions';
import type { Notebook } from './notebook';

/** Finds out what the names in declarations and actions refer to. */
export class StatementNames {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly notebook: Notebook,
    private readonly chains: ChainNames,
    private readonly expressions: ExpressionNames,
    private readonly found: Findings,
  ) {}

  read(statement: Statement): void {
    const definition = this.notebook.definitionOf(statement);
    if (definition) this.found.define(definition);
    switch (statement.kind) {
      case 'let':
        return this.expressions.value(statement.value, {
          values: this.notebook.valuesInside(statement),
        });
      case 'data':
        return this.settings(statement.settings, 'data');
      case 'network': {
        if (statement.from) this.file(statement.from.location, statement.from.file);
        this.settings(statement.settings ?? [], 'network');
        const chain = this.notebook.chainOf(statement);
        if (chain) this.chains.read(statement.body, chain, false);
        return;
      }
      case 'block': {
        const chain = this.notebook.chainOf(statement);
        for (const each of this.notebook.parametersOf(statement)) this.found.define(each);
        if (chain) this.chains.read(statement.body, chain, true);
        return;
      }
      case 'action':
        return this.action(statement);
    }
  }

  private action({ verb, subject, clauses, settings }: ActionStatement): void {
    const entry = verbNamed(verb, this.vocabulary);
    if (!entry) return;
    let network: Name | undefined;
    if (entry.subject === 'network') network = subject;
    else if (entry.subject.some(({ name }) => name === subject.text))
      this.found.word(subject.location, 'keyword');
    for (const { keyword, value } of clauses) {
      const clause = entry.clauses.find(({ name }) => name === keyword.text);
      if (!clause) continue;
      this.found.word(keyword.location, 'keyword');
      if (clause.takes === 'file' && value.kind === 'string')
        this.file(value.location, value.value);
      const name = wordOf(value);
      if (!name || clause.takes === 'file') continue;
      if (clause.takes === 'network') network = name;
      else this.refer(name, this.notebook.named('data', name.text));
    }
    if (network) this.refer(network, this.notebook.named('network', network.text));
    this.settings(settings, entry.name, network?.text);
  }

  private settings(settings: readonly Setting[], place: string, network?: string): void {
    for (const setting of settings) {
      const { keyword, label, phrase } = setting;
      const entry = this.vocabulary.find('setting', keyword.text) as SettingEntry | undefined;
      if (!entry?.within.includes(place)) continue;
      this.found.word(keyword.location, 'setting');
      if (entry.block && label) this.phase(label, network);
      if (entry.listsLayers) this.layers(phrase, entry, network);
      else if (!entry.free) {
        const parameters = Object.values(entry.parameters);
        const scope = { values: this.notebook.lets };
        phrase.forEach((value, i) => this.expressions.argument(value, parameters.at(i), scope));
      }
      if (entry.block && setting.settings) this.settings(setting.settings, entry.block, network);
    }
  }

  private phase({ text, location }: Name, network: string | undefined): void {
    const within = network === undefined ? undefined : this.notebook.named('network', network);
    this.found.define({ kind: 'phase', name: text, location, ...(within && { within }) });
  }

  /** `C1, unit_1.C2 on digits.test[7]` */
  private layers(
    phrase: readonly Expression[],
    { namesSample }: SettingEntry,
    network: string | undefined,
  ): void {
    const on = namesSample ? phrase.findIndex((part) => wordOf(part)?.text === 'on') : -1;
    const chain = network === undefined ? undefined : this.notebook.chainNamed(network);
    for (const part of on < 0 ? phrase : phrase.slice(0, on)) {
      const path = pathIn(part);
      if (path && chain) this.chains.id(path, chain);
    }
    const sample = on < 0 ? undefined : phrase.at(on + 1);
    if (on >= 0) this.found.word(phrase[on].location, 'keyword');
    if (sample?.kind !== 'reference') return;
    const [data, split] = sample.path;
    this.refer(data, this.notebook.named('data', data.text));
    if (split) this.found.word(split.location, 'choice');
    if (sample.index) this.expressions.value(sample.index, { values: this.notebook.lets });
  }

  private file(location: Location, name: string): void {
    this.found.files.push({ location, name, kind: 'file' });
  }

  private refer({ location }: Name, definition: Definition | undefined): void {
    if (definition) this.found.refer(location, definition);
  }
}

/** The parts of a layer's id, which stand in the text or in double quotes. */
function pathIn(part: Expression): readonly Name[] | undefined {
  if (part.kind === 'reference') return part.path;
  if (part.kind !== 'string') return undefined;
  const { cell, start, end } = part.location;
  // With escapes in it, it is the name of no layer of the text.
  if (part.value.length !== end - start - 2) return undefined;
  let at = start + 1;
  return part.value.split('.').map((text) => {
    const location = { cell, start: at, end: at + text.length };
    at += text.length + 1;
    return { text, location };
  });
}
