import { MultiBar, type Params, type SingleBar } from 'cli-progress';
import type { Measure, RunEvent } from '../runs/events';
import { isSingle } from '../runs/headline';
import { scoresText, valueOf } from './measures';
import { progressLine, type StatusPart } from './progressLine';
import { formatClock, formatInteger, formatMeasure } from '../text/numbers';
import { visibleLines } from '../text/visible';
import { measuredLines } from '../views/measured';
import { changeText } from '../views/training';
import { rendered } from './terminal';

interface Payload {
  readonly status: readonly StatusPart[];
}

const saying = (text: string): Payload => ({ status: [{ text, yields: 0 }] });

type Event<E extends RunEvent['event']> = Extract<RunEvent, { event: E }>;

/** What the steps that follow tell, and how many there are. */
type Plan = Pick<Event<'phase'>, 'epochs' | 'steps' | 'stepsPerEpoch' | 'measures'>;

/** Lines of epochs that stay on the screen, at most about. */
const keptEpochs = 50;

/** Live progress of a training: a bar in a terminal, a line for each epoch. */
export class Progress {
  private readonly bars: MultiBar | undefined;
  private line: SingleBar | undefined;
  private plan: Plan | undefined;
  private waiting = false;

  constructor(
    /** Receives the lines that stay. */
    private readonly print: (text: string) => void,
    /** What a sample is called: `images`. */
    private readonly unit: string,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {
    if (!stream.isTTY || process.env.TERM === 'dumb') return;
    this.bars = new MultiBar({
      stream,
      // The last column stays free: writing there would begin a new line in some terminals.
      format: (_, { progress, maxWidth }: Params, { status }: Payload) =>
        progressLine(progress, status, maxWidth - 1),
      forceRedraw: true, // lines above it have taken its place
      hideCursor: true,
      clearOnComplete: true,
      linewrap: true,
      gracefulExit: false,
      fps: 10,
    });
  }

  /** Before the first event: the data is being loaded. */
  wait(): void {
    if (!this.bars) return;
    this.waiting = true;
    this.stream.write('Loading the data …\r');
  }

  show(event: RunEvent): void {
    this.endWait();
    switch (event.event) {
      case 'start':
        this.plan = event;
        this.line = this.bars?.create(Math.max(1, event.steps), event.step, saying('starting'));
        return;
      case 'phase':
        this.plan = event;
        this.line?.setTotal(Math.max(1, event.steps));
        this.notePhase(event.phase);
        return;
      case 'measured':
        for (const line of measuredLines(event.values)) this.note(line);
        return;
      case 'step':
        this.line?.update(event.step, { status: this.status(event) });
        return;
      case 'epoch':
        this.keepEpoch(event);
        return;
      case 'written':
        this.note(`\n${visibleLines(event.text.trimEnd())}\n`);
        return;
      case 'changed':
        this.change(event);
        return;
      case 'paused':
        this.note(`paused at step ${formatInteger(event.step)}; a checkpoint was saved`);
        this.line?.update(saying('paused'));
        return;
      case 'continued':
        this.note(`resumed at step ${formatInteger(event.step)}`);
        return;
      case 'done':
      case 'error':
        this.end();
        return;
      default:
        return;
    }
  }

  /** Progress is shown in place, to a person. */
  get isLive(): boolean {
    return this.bars !== undefined;
  }

  /** A line that stays above the bar. */
  note(text: string): void {
    if (this.bars && this.line) this.bars.log(`${rendered(text)}\n`);
    else this.print(text);
  }

  end(): void {
    this.endWait();
    if (this.line) {
      this.bars?.update(); // writes the notes that still wait for the next frame
      this.bars?.stop();
    }
    this.line = undefined;
  }

  private endWait(): void {
    if (this.waiting) this.stream.write('\x1b[2K');
    this.waiting = false;
  }

  private status(event: Event<'step'>): StatusPart[] {
    const { epochs, steps, measures } = this.plan!;
    const { epoch, step, samplesPerSecond, remaining } = event;
    return [
      { text: `epoch ${epoch}/${epochs}`, yields: 1 },
      { text: `step ${formatInteger(step)}/${formatInteger(steps)}`, yields: 5 },
      ...measures.filter(isSingle).flatMap((measure, i) => {
        const value = valueOf(event, measure);
        const text = `${i === 0 ? 'last batch: ' : ''}${measure.label} ${formatMeasure(measure, value)}`;
        return value === undefined ? [] : [{ text, yields: i === 0 ? 2 : 3 }];
      }),
      { text: `${formatInteger(samplesPerSecond)} ${this.unit}/s`, yields: 4 },
      ...(remaining === undefined ? [] : [{ text: `${formatClock(remaining)} left`, yields: 0 }]),
    ];
  }

  private change(event: Event<'changed'>): void {
    this.note(changeText(event));
    const { what, new: now } = event;
    const { plan } = this;
    if (what !== 'epochs' || !plan) return;
    const steps = plan.steps + (Number(now) - plan.epochs) * plan.stepsPerEpoch;
    this.plan = { ...plan, epochs: Number(now), steps };
    this.line?.setTotal(Math.max(1, steps));
  }

  private notePhase({ name, index, count }: Event<'phase'>['phase']): void {
    this.note(phaseText({ name, index, count }));
  }

  private keepEpoch(event: Event<'epoch'>): void {
    const { epochs = event.epoch, measures = [] } = this.plan ?? {};
    const every = Math.ceil(epochs / keptEpochs);
    if (event.epoch % every !== 0 && event.epoch !== epochs) return;
    const whole = epochLine(event, epochs, measures);
    const fits = !this.bars || whole.length < this.stream.columns;
    this.note(fits ? whole : epochLine(event, epochs, measures, true));
  }
}

/** `phase 2/3: fine_tuning` */
export const phaseText = ({ name, index, count }: Event<'phase'>['phase']): string =>
  `phase ${index + 1}/${count}: ${name}`;

/** What an epoch came to. */
function epochLine(
  event: Event<'epoch'>,
  epochs: number,
  measures: readonly Measure[],
  brief = false,
): string {
  const number = `epoch ${String(event.epoch).padStart(String(epochs).length)}/${epochs}`;
  const { seconds, train, validation } = event;
  const parts = [number, formatClock(seconds), `train ${scoresText(measures, train, brief)}`];
  if (validation) parts.push(`validation ${scoresText(measures, validation, brief)}`);
  return parts.join(brief ? '  ' : '   ');
}
