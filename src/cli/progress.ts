import { MultiBar, type Params, type SingleBar } from 'cli-progress';
import type { RunEvent, Scores } from '../runs/events';
import { progressLine, type StatusPart } from './progressLine';
import { duration, grouped, percent, rendered, significant } from './terminal';

interface Payload {
  readonly status: readonly StatusPart[];
}

const saying = (text: string): Payload => ({ status: [{ text, yields: 0 }] });

type Event<E extends RunEvent['event']> = Extract<RunEvent, { event: E }>;

/** Lines of epochs that stay on the screen, at most about. */
const keptEpochs = 50;

/** Live progress of a training: a bar in a terminal, a line for each epoch. */
export class Progress {
  private readonly bars: MultiBar | undefined;
  private line: SingleBar | undefined;
  private start: Event<'start'> | undefined;
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

  /** Before the first event: the data are being loaded. */
  wait(): void {
    if (!this.bars) return;
    this.waiting = true;
    this.stream.write('Loading the data …\r');
  }

  show(event: RunEvent): void {
    this.endWait();
    switch (event.event) {
      case 'start':
        this.start = event;
        this.line = this.bars?.create(
          Math.max(1, event.epochs * event.stepsPerEpoch),
          event.step,
          saying('starting'),
        );
        return;
      case 'step':
        this.line?.update(event.step, { status: this.status(event) });
        return;
      case 'epoch':
        this.keepEpoch(event);
        return;
      case 'changed':
        this.change(event);
        return;
      case 'paused':
        this.note(`paused at step ${grouped(event.step)}; a checkpoint is kept`);
        this.line?.update(saying('paused'));
        return;
      case 'continued':
        this.note(`going on from step ${grouped(event.step)}`);
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
    const { epochs, stepsPerEpoch } = this.start!;
    const { epoch, step, loss, accuracy, samplesPerSecond, remaining } = event;
    return [
      { text: `epoch ${epoch}/${epochs}`, yields: 1 },
      { text: `step ${grouped(step)}/${grouped(epochs * stepsPerEpoch)}`, yields: 5 },
      { text: `loss ${significant(loss)}`, yields: 2 },
      ...(accuracy === undefined ? [] : [{ text: `accuracy ${percent(accuracy)}`, yields: 3 }]),
      { text: `${grouped(samplesPerSecond)} ${this.unit}/s`, yields: 4 },
      ...(remaining === undefined ? [] : [{ text: `${duration(remaining)} left`, yields: 0 }]),
    ];
  }

  private change({ step, what, old, new: now }: Event<'changed'>): void {
    this.note(`${what} ${short(old)} → ${short(now)} from step ${grouped(step + 1)}`);
    if (what !== 'epochs' || !this.start) return;
    this.start = { ...this.start, epochs: Number(now) };
    this.line?.setTotal(this.start.epochs * this.start.stepsPerEpoch);
  }

  private keepEpoch(event: Event<'epoch'>): void {
    const epochs = this.start?.epochs ?? event.epoch;
    const every = Math.ceil(epochs / keptEpochs);
    if (event.epoch % every !== 0 && event.epoch !== epochs) return;
    const whole = epochLine(event, epochs, 'accuracy ');
    const fits = !this.bars || whole.length < this.stream.columns;
    this.note(fits ? whole : epochLine(event, epochs, ''));
  }
}

/** What an epoch came to; `accuracy` is the word before a percentage. */
function epochLine(event: Event<'epoch'>, epochs: number, accuracy: string): string {
  const number = `epoch ${String(event.epoch).padStart(String(epochs).length)}/${epochs}`;
  const parts = [number, duration(event.seconds), `train ${scores(event.train, accuracy)}`];
  if (event.validation) parts.push(`validation ${scores(event.validation, accuracy)}`);
  return parts.join(accuracy === '' ? '  ' : '   ');
}

const short = (value: number | string): string =>
  typeof value === 'number' && !Number.isInteger(value) ? significant(value) : String(value);

/** `loss 0.0421  accuracy 98.70 %` */
function scores({ loss, accuracy }: Scores, word: string): string {
  const text = `loss ${significant(loss)}`;
  return accuracy === undefined ? text : `${text}  ${word}${percent(accuracy)}`;
}
