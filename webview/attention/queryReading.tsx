import * as l10n from '@vscode/l10n';
import type { ComponentType } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import { ColourLegend } from '../featureMaps/colourLegend';
import { Disclosure } from '../ui/disclosure';
import { SavePicture } from '../ui/savePicture';
import { LiveRegion } from '../ui/status';
import { headName, type Head } from './headName';
import { inWords, type ReadingProps } from './reading';
import { ReadPlaces } from './readPlaces';
import { ReadSteps } from './readSteps';
import { ReadTable } from './readTable';
import { ReadText } from './readText';
import { greatestOf, upTo, type Scale } from './shares';
import { stepName, type Steps } from './steps';

interface QueryReadingProps extends Omit<ReadingProps, 'coloursOf'> {
  readonly layer: string;
  readonly scale: Scale;
}

/** What one step reads, in the form that fits the input: in its text, over its picture, or as rows. */
export function QueryReading({ layer, scale, ...props }: QueryReadingProps) {
  const { reading, chosen } = props;
  const { steps, query, heads } = reading;
  const greatest = useMemo(
    () => new Map(heads.map(({ head, shares }) => [head, greatestOf(shares)])),
    [reading],
  );
  const coloursOf = useCallback(
    (head: Head) =>
      upTo(scale === 'layer' ? Math.max(...greatest.values()) : (greatest.get(head) ?? 1)),
    [greatest, scale],
  );
  const large = heads.find(({ head }) => head === chosen) ?? heads[0];
  if (!large) return null;
  const View = viewOf(steps);
  const title = l10n.t('What step {0} reads', stepName(steps, query));
  const told = inWords(reading, large, 5);
  return (
    <section class="dnn-query-reading" aria-label={title}>
      <header class="dnn-chart-head">
        <span class="dnn-chart-title">{title}</span>
        <span class="dnn-muted">{headName(large.head)}</span>
        <ColourLegend colouring={coloursOf(large.head)} />
        <SavePicture name={[layer, title]} />
      </header>
      <p class="dnn-muted">{told}</p>
      <LiveRegion text={`${title}. ${told}`} />
      <View {...props} coloursOf={coloursOf} />
      <Disclosure summary={l10n.t('Table')}>{() => <ReadTable reading={reading} />}</Disclosure>
    </section>
  );
}

const viewOf = ({ source, characters }: Steps): ComponentType<ReadingProps> => {
  if (characters) return ReadText;
  return source.kind === 'places' ? ReadPlaces : ReadSteps;
};
