import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Activating } from '../../src/views/lookups';
import type { Problem } from '../../src/views/messages';
import type { NetworkPayload } from '../../src/views/payloads';
import { formatInteger, formatProgress } from '../../src/text/numbers';
import { ActivatingTable } from '../featureMaps/activatingTable';
import { ActivatingPictures } from '../featureMaps/activatingPictures';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { LiveRegion, Notice } from '../ui/status';
import { Button, ProgressRing } from '../ui/toolkit';
import { useDataOnView } from './dataOnView';
import { lookUp } from './lookup';

interface ActivatingSamplesProps {
  readonly network: NetworkPayload;
  readonly layer: string;
  readonly unit: number;
  /** Which parameters are on view. */
  readonly version: string;
}

/** The samples of the data that excite a unit most; folded away, since it takes a pass over the data. */
export function ActivatingSamples(props: ActivatingSamplesProps) {
  const { network, layer, unit } = props;
  const isMap = network.layers.find(({ id }) => id === layer)?.shape.length === 3;
  const summary = isMap
    ? l10n.t('Samples that excite map {0} most', unit)
    : l10n.t('Samples that excite unit {0} most', unit);
  return (
    <Disclosure summary={summary}>
      {() => <Search key={`${network.name} ${layer} ${unit}`} {...props} />}
    </Disclosure>
  );
}

function Search({ network, layer, unit, version }: ActivatingSamplesProps) {
  const [found, setFound] = useState<{
    readonly activating: Activating;
    readonly version: string;
  }>();
  const [progress, setProgress] = useState<{ step: number; steps: number }>();
  const [problem, setProblem] = useState<Problem>();
  const running = useRef<() => void>();
  const search = async () => {
    setProblem(undefined);
    setProgress({ step: 0, steps: 0 });
    const { outcome, cancel } = lookUp<'activating'>(
      { type: 'activating', network: network.name, layer, unit },
      setProgress,
    );
    running.current = cancel;
    const result = await outcome;
    if (running.current !== cancel) return;
    running.current = undefined;
    setProgress(undefined);
    if ('found' in result) setFound({ activating: result.found, version });
    else if ('problem' in result) setProblem(result.problem);
  };
  useEffect(() => {
    void search();
    return () => {
      running.current?.();
      running.current = undefined;
    };
  }, []);
  const activating = found?.activating;
  return (
    <div class="dnn-activating">
      {progress && (
        <p class="dnn-toolbar">
          <ProgressRing label={l10n.t('Looking for samples')} />
          <span class="dnn-muted">
            {progress.steps > 0
              ? l10n.t(
                  '{0} of {1} samples',
                  formatProgress(progress.step / progress.steps),
                  formatInteger(progress.steps),
                )
              : l10n.t('loading …')}
          </span>
          <Button onClick={() => running.current?.()}>{l10n.t('Cancel')}</Button>
        </p>
      )}
      {problem && <Notice kind="error" {...problem} />}
      {!progress && (!found || found.version !== version) && (
        <p class="dnn-toolbar">
          <Button onClick={() => void search()}>
            {found ? l10n.t('Search with the New Parameters') : l10n.t('Search')}
          </Button>
        </p>
      )}
      {activating && <Found activating={activating} />}
      <LiveRegion text={activating && !progress ? inWords(activating) : ''} />
    </div>
  );
}

function Found({ activating }: { readonly activating: Activating }) {
  const { columns, open } = useDataOnView();
  const { data, split } = activating;
  const samples = activating.units[0]?.samples ?? [];
  const onOpen = (index: number) => open({ data, split, index });
  const isPicture = samples.some(({ input }) => (input?.shape.length ?? 0) > 1);
  const table = <ActivatingTable {...{ samples, columns, onOpen }} />;
  return (
    <>
      <p class="dnn-muted">{inWords(activating)}</p>
      {isPicture ? (
        <>
          <ActivatingPictures {...{ samples, onOpen }} />
          <Disclosure summary={l10n.t('Table')}>{() => table}</Disclosure>
        </>
      ) : (
        samples.length > 0 && table
      )}
    </>
  );
}

/** `The greatest outputs, from 0.93 down to 0.87. All 4,000 samples of digits.test were searched.` */
function inWords({ data, split, samples, of, units }: Activating): string {
  const found = units[0]?.samples ?? [];
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last) return l10n.t('No sample gives a finite output.');
  const [greatest, least] = [first, last].map(({ value }) => formatValue(value));
  const outputs =
    first.value === last.value && samples > found.length
      ? l10n.t(
          'The greatest output is {0}; these are the first samples that give it.',
          greatest ?? '',
        )
      : l10n.t('The greatest outputs, from {0} down to {1}.', greatest ?? '', least ?? '');
  const [searched, all] = [formatInteger(samples), formatInteger(of)];
  const where = `${data}.${split}`;
  const search =
    samples === of
      ? l10n.t('All {0} samples of {1} were searched.', all, where)
      : l10n.t('{0} of the {1} samples of {2} were searched.', searched, all, where);
  return `${outputs} ${search}`;
}
