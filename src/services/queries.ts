import { networkHash } from '../network/networkHash';
import { formatEdits } from '../language/format/format';
import { complete } from '../language/services/complete';
import { signatureAt } from '../language/services/hover';
import { symbolsOf } from '../language/services/symbols';
import { definitionAt, highlightsAt, referencesAt } from '../language/services/references';
import { foldingRanges } from '../language/services/folding';
import { selectionRanges } from '../language/services/selection';
import { semanticTokens } from '../language/services/semanticTokens';
import { prepareRename, rename } from '../language/services/rename';
import type { Diagnostic, Location } from '../language/source';
import { fixesOf } from '../program/fixes';
import { inlayHints } from '../program/inlayHints';
import { repairsOf } from '../diagnosis/diagnose';
import type { Concern } from '../diagnosis/diagnosis';
import { repairContext, type Repair } from '../diagnosis/repairs/repair';
import { fileLinks } from '../program/fileLinks';
import { notebookVocabulary } from '../program/vocabulary';
import { namedNotebook, symbolIndex } from '../program/symbols';
import { meaningsOf } from '../program/meanings';
import { trainOf, trainSource, type RecordedAction } from '../program/trainSource';
import { rateEdit } from '../program/useRate';
import { networkPayload } from '../views/network';
import { cost } from './cost';
import { design, designAt, designEdit, designPlace, statementPlace } from './design';
import { designField } from './field';
import { hover, type TextPosition } from './hover';
import { lensPlaces } from './lensPlaces';
import type { AnalyzedNotebook } from './notebook';
import { tablesOf } from './tables';

/** A place in a cell, as it was analysed. */
interface Place {
  readonly cell: number;
  readonly offset: number;
}

/** What may be asked of an analysed notebook. Arguments and answers are plain data, and no larger than what is shown. */
export const queries = {
  completions: (notebook: AnalyzedNotebook, { text, offset }: TextPosition) =>
    complete(text, offset, tablesOf(notebook)),
  hover: (
    notebook: AnalyzedNotebook,
    { word, ...at }: TextPosition & { readonly word?: { start: number; end: number } },
  ) => hover(notebook, at, word),
  signature: (notebook: AnalyzedNotebook, { text, offset }: TextPosition) =>
    signatureAt(text, offset, tablesOf(notebook)),
  /** Of a cell's text, which may be newer than the analysis. */
  formatting: (_: AnalyzedNotebook, text: string) => formatEdits(text, notebookVocabulary),
  fixes: (notebook: AnalyzedNotebook, diagnostic: Diagnostic) => fixesOf(diagnostic, notebook),
  symbols: ({ program }: AnalyzedNotebook, cell: number) => symbolsOf(program.cells[cell] ?? []),
  definition: ({ program }: AnalyzedNotebook, { cell, offset }: Place) =>
    definitionAt(symbolIndex(program), cell, offset),
  references: (
    { program }: AnalyzedNotebook,
    { cell, offset, withDefinition }: Place & { readonly withDefinition: boolean },
  ) => referencesAt(symbolIndex(program), cell, offset, withDefinition),
  highlights: ({ program }: AnalyzedNotebook, { cell, offset }: Place) =>
    highlightsAt(symbolIndex(program), cell, offset),
  prepareRename: ({ program, sources }: AnalyzedNotebook, { cell, offset }: Place) =>
    prepareRename(namedNotebook(program, sources), cell, offset),
  rename: (
    { program, sources }: AnalyzedNotebook,
    { cell, offset, name }: Place & { readonly name: string },
  ) => rename(namedNotebook(program, sources), cell, offset, name),
  semanticTokens: ({ program }: AnalyzedNotebook, cell: number) =>
    semanticTokens(symbolIndex(program), cell, notebookVocabulary),
  folds: ({ sources }: AnalyzedNotebook, cell: number) => foldingRanges(sources[cell] ?? ''),
  selections: (
    { sources }: AnalyzedNotebook,
    { cell, offsets }: { readonly cell: number; readonly offsets: readonly number[] },
  ) => offsets.map((at) => selectionRanges(sources[cell] ?? '', at, notebookVocabulary)),
  links: ({ program, files }: AnalyzedNotebook, cell: number) =>
    files ? fileLinks(program, cell, files) : [],
  lenses: ({ program }: AnalyzedNotebook, cell: number) => lensPlaces(program, cell),
  /** Those behind a part of a cell. */
  hints: ({ program }: AnalyzedNotebook, { cell, start, end }: Location) =>
    inlayHints(program, cell).filter(
      ({ location }) => start <= location.end && location.end <= end,
    ),
  network: ({ program }: AnalyzedNotebook, name: string) => {
    const network = program.networks.get(name);
    return network && networkPayload(network);
  },
  design,
  designAt,
  designEdit,
  designField,
  designPlace,
  statementPlace,
  cost,
  networkHash: ({ program }: AnalyzedNotebook, name: string) => {
    const network = program.networks.get(name);
    return network && networkHash(network);
  },
  layerLocation: (
    { program }: AnalyzedNotebook,
    { network, layer }: { readonly network: string; readonly layer: string },
  ) => program.networks.get(network)?.layers.find(({ id }) => id === layer)?.location,
  /** What helps against a verdict on a network's training, in the notebook as it is now. */
  repairs: (
    { program, sources }: AnalyzedNotebook,
    {
      network,
      verdict,
      foundRate,
    }: {
      readonly network: string;
      readonly verdict: Concern & { name: string };
      readonly foundRate?: number | undefined;
    },
  ): readonly Repair[] => {
    const context = repairContext(program, sources, network, foundRate);
    return context ? repairsOf(verdict, context) : [];
  },
  /** Where a verdict stands: at its first layer that has a line, else at the training. */
  verdictPlace: (
    { program, sources }: AnalyzedNotebook,
    { network, layers = [] }: { readonly network: string; readonly layers?: readonly string[] },
  ): Location | undefined => {
    const layer = program.networks.get(network)?.layers.find(({ id }) => layers.includes(id));
    return layer?.location ?? repairContext(program, sources, network)?.training.subject.location;
  },
  trainSource: ({ program, sources }: AnalyzedNotebook, recorded: RecordedAction) =>
    trainSource(program, sources, recorded),
  /** What the `train` of a run means in this notebook; see `Meanings`. */
  trainMeaning: (
    { program, sources }: AnalyzedNotebook,
    recorded: Pick<RecordedAction, 'action' | 'network'>,
  ) => {
    const train = trainOf(program, recorded);
    return train && meaningsOf(program, sources).of(train);
  },
  /** What a definition of this name means. */
  networkMeaning: ({ program, sources }: AnalyzedNotebook, name: string) => {
    const network = program.cells
      .flat()
      .find((one) => one.kind === 'network' && one.name.text === name);
    return network && meaningsOf(program, sources).of(network);
  },
  rateEdit: (
    { program, sources }: AnalyzedNotebook,
    { network, rate }: { readonly network: string; readonly rate: number },
  ) => rateEdit(program, sources, network, rate),
};

export type Query = keyof typeof queries;
export type Argument<Q extends Query> = Parameters<(typeof queries)[Q]>[1];
export type Answer<Q extends Query> = Awaited<ReturnType<(typeof queries)[Q]>>;
