import * as l10n from '@vscode/l10n';
import { colourAt, textOn } from '../ui/colourMap';
import { positionOf } from '../featureMaps/paint';
import { shownCharacter } from '../featureMaps/characters';
import { headName } from './headName';
import { inWords, isRead, type HeadReading, type ReadingProps } from './reading';
import { ReadSteps } from './readSteps';
import { stepName } from './steps';

/** Characters of all lines that are drawn one by one. */
const mostDrawn = 4096;

/** What a character reads: the text in colours, of the chosen head large and of all heads below; the query is chosen in it. */
export function ReadText(props: ReadingProps) {
  const { reading, wanted, chosen, onQuery } = props;
  const { steps, heads } = reading;
  const shown = heads.find(({ head }) => head === chosen) ?? heads[0];
  if (!shown || steps.count > mostDrawn) return <ReadSteps {...props} />;
  const choose = (step: number) => onQuery(Math.min(steps.count - 1, Math.max(0, step)));
  const isEach = heads.length * steps.count <= mostDrawn;
  return (
    <>
      <div
        class="dnn-token-line dnn-token-choice"
        role="slider"
        tabIndex={0}
        aria-label={l10n.t('Step that reads')}
        aria-valuemin={0}
        aria-valuemax={steps.count - 1}
        aria-valuenow={wanted}
        aria-valuetext={stepName(steps, wanted)}
        title={l10n.t('Click a character, or use the arrow keys, to see what it reads')}
        onClick={({ target }) => {
          const step = target instanceof HTMLElement ? target.dataset.step : undefined;
          if (step !== undefined) choose(Number(step));
        }}
        onKeyDown={(event) => {
          const next = afterKey(event.key, wanted, steps.count);
          if (next === undefined) return;
          event.preventDefault();
          choose(next);
        }}
      >
        <Characters {...props} line={shown} />
      </div>
      {isEach ? (
        <ul class="dnn-token-lines" aria-label={l10n.t('What each head reads')}>
          {heads.map((line) => (
            <li key={line.head}>
              <span class="dnn-muted">{headName(line.head)}</span>
              <span class="dnn-token-line" role="img" aria-label={inWords(reading, line)}>
                <Characters {...props} line={line} />
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <ReadSteps {...props} />
      )}
    </>
  );
}

const afterKey = (key: string, query: number, count: number): number | undefined =>
  ({
    ArrowLeft: query - 1,
    ArrowDown: query - 1,
    ArrowRight: query + 1,
    ArrowUp: query + 1,
    PageDown: query - 10,
    PageUp: query + 10,
    Home: 0,
    End: count - 1,
  })[key];

/** A text in the colours of its shares; what cannot be read has none. */
function Characters({
  reading,
  coloursOf,
  line: { head, shares },
}: ReadingProps & { readonly line: HeadReading }) {
  const colours = coloursOf(head);
  return reading.steps.characters?.map((character, step) => {
    const position = positionOf(shares[step] ?? 0, colours);
    const isColoured = isRead(reading, step);
    return (
      <span
        key={step}
        data-step={step}
        class={step === reading.query ? 'dnn-token-query' : undefined}
        style={
          isColoured
            ? {
                background: colourAt(colours.map, position),
                color: textOn(colours.map, position),
              }
            : {}
        }
      >
        {shownCharacter(character)}
      </span>
    );
  });
}
