import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { plural } from '../../src/text/numbers';
import type { LogScale } from '../../src/views/logScale';
import { capitalized, formatValue } from '../ui/format';
import { Icon } from '../ui/icon';
import type { PlacedLine } from './rowLayout';

/** What a line shows at the step in view. */
export interface LineValues {
  readonly value: number | null;
  readonly activation?: number | null | undefined;
  /** Each parameter of the layer, for who points at it. */
  readonly details: string;
}

interface LayerRowsProps {
  readonly lines: readonly PlacedLine[];
  readonly values: readonly LineValues[];
  readonly scale: LogScale;
  readonly label: string;
  readonly onFold: (group: string) => void;
  /** Moves the step in view; absent where there is no history. */
  readonly onStep?: ((by: number) => void) | undefined;
}

/** Names, bars and values, a line for each layer; arrow keys move among them, and through the steps. */
export function LayerRows({ lines, values, scale, label, onFold, onStep }: LayerRowsProps) {
  const list = useRef<HTMLOListElement>(null);
  const [current, setCurrent] = useState<string>();
  const isThere = lines.some((line) => keyOf(line) === current);
  const stop = isThere ? current : lines[0] && keyOf(lines[0]);

  const isThin = lines.some(({ kind, labelled }) => kind === 'layer' && !labelled);

  const move = (event: KeyboardEvent) => {
    const stops = [...(list.current?.querySelectorAll<HTMLElement>('[data-line]') ?? [])];
    const at = stops.indexOf(event.target as HTMLElement);
    const line = lines[at];
    if (!line) return;
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: stops.length - 1 }[event.key];
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (to !== undefined) stops[to]?.focus();
    else if (step === undefined) return;
    else if (line.kind === 'layer') onStep?.(step);
    else if (line.folded === step > 0) onFold(line.id);
    event.preventDefault();
  };
  return (
    <ol class={`dnn-layer-rows${isThin ? ' dnn-layers-thin' : ''}`} ref={list} onKeyDown={move}>
      {lines.map((line, i) => {
        const focus = {
          'data-line': keyOf(line),
          tabIndex: keyOf(line) === stop ? 0 : -1,
          onFocus: () => setCurrent(keyOf(line)),
        };
        const told = values[i];
        return (
          <li
            key={keyOf(line)}
            class={`dnn-layer-row dnn-layer-${line.kind}${line.hangs ? ' dnn-layer-hanging' : ''}`}
            style={{ height: `${line.height}px` }}
          >
            {line.kind === 'group' ? (
              <button
                type="button"
                class="dnn-layer-heading"
                aria-expanded={!line.folded}
                title={line.fullName}
                style={indent(line)}
                onClick={() => onFold(line.id)}
                {...focus}
              >
                <Icon name="chevron-right" />
                {line.shortName}
                <span class="dnn-muted">
                  {' '}
                  {plural(
                    line.members.length,
                    l10n.t('1 layer'),
                    l10n.t('{0} layers', line.members.length),
                  )}
                </span>
              </button>
            ) : (
              <span class="dnn-layer-name" title={line.fullName} style={indent(line)}>
                {line.labelled && line.shortName}
              </span>
            )}
            {line.drawn && told && (
              <LayerBar
                line={line}
                told={told}
                scale={scale}
                label={label}
                focus={line.kind === 'layer' ? focus : {}}
              />
            )}
            {line.drawn && (
              <span class="dnn-layer-value">{line.labelled && magnitude(told?.value ?? null)}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const keyOf = ({ kind, id, members }: PlacedLine): string => `${kind} ${id} ${members[0]}`;

const indent = ({ level }: PlacedLine) => ({ paddingLeft: `${10 * level}px` });

export const magnitude = (value: number | null): string =>
  value === null ? '–' : formatValue(value);

interface LayerBarProps extends Pick<LayerRowsProps, 'scale' | 'label'> {
  readonly line: PlacedLine;
  readonly told: LineValues;
  readonly focus: object;
}

function LayerBar({ line, told, scale, label, focus }: LayerBarProps) {
  const { value, activation, details } = told;
  const name =
    line.kind === 'layer' ? line.fullName : l10n.t('the layers of {0}, median', line.fullName);
  const texts = [magnitude(value)];
  if (activation !== undefined) texts.push(l10n.t('activations {0}', magnitude(activation)));
  return (
    <div
      class="dnn-layer-bar"
      data-layer={line.id}
      data-value={value ?? ''}
      role="meter"
      aria-label={l10n.t('{0} of {1}', capitalized(label), name)}
      aria-valuemin={scale.low}
      aria-valuemax={scale.high}
      aria-valuenow={
        value !== null && value > 0 && value < Infinity ? Math.log10(value) : scale.low
      }
      aria-valuetext={texts.join(', ')}
      title={`${line.fullName}\n${details}`}
      {...focus}
    >
      <Fill value={value} scale={scale} />
      {activation !== undefined && <Fill value={activation} scale={scale} second />}
    </div>
  );
}

interface FillProps extends Pick<LayerRowsProps, 'scale'> {
  readonly value: number | null;
  readonly second?: boolean;
}

function Fill({ value, scale, second = false }: FillProps) {
  const known = value ?? 0;
  const isBroken = !Number.isFinite(known);
  const kinds = [isBroken && 'dnn-bar-broken', second && 'dnn-bar-second'];
  // Not its width: hundreds of bars move in a frame without being laid out anew.
  const share = isBroken ? 1 : scale.position(known);
  return (
    <div
      class={['dnn-bar-fill', ...kinds].filter(Boolean).join(' ')}
      style={{ transform: `scaleX(${share.toFixed(4)})` }}
    />
  );
}
