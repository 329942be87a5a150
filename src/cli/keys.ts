import type { CoreClient } from '../compute/client/client';
import { toFailure } from '../compute/wire/error';
import type { WantedChange } from '../compute/protocol/protocol';
import type { RunEvent } from '../runs/events';

interface Key {
  readonly keys: readonly string[];
  readonly does: string;
  readonly act: (training: Keys) => Promise<void>;
}

const keys: readonly Key[] = [
  { keys: ['p', ' '], does: 'p pause', act: (training) => training.togglePause() },
  // Doubling and halving undo each other exactly.
  { keys: ['+', '='], does: '+ rate × 2', act: (training) => training.adjust({ rateFactor: 2 }) },
  { keys: ['-', '_'], does: '- rate ÷ 2', act: (training) => training.adjust({ rateFactor: 0.5 }) },
  { keys: ['s'], does: 's stop after this epoch', act: (training) => training.toggleFinish() },
  { keys: ['?', 'h'], does: '? help', act: (training) => training.help() },
];

/** One line that says which keys there are. */
export const keyLine = keys.map(({ does }) => does).join('   ');

const help = [
  'p       pause after this step (saves a checkpoint); again to resume',
  '+ -     double or halve the learning rate; its schedule scales with it',
  's       stop after this epoch; again to cancel',
  'Ctrl-C  stop after this step; `dnn resume` continues from there',
].join('\n');

const interrupt = '\u0003';
const suspend = '\u001a';

/** Lets keys of a terminal control a training, until `end`; `say` shows a line. */
export class Keys {
  private paused = false;
  private finishing = false;

  constructor(
    private readonly client: CoreClient,
    private readonly run: string,
    private readonly say: (text: string) => void,
    private readonly input: NodeJS.ReadStream = process.stdin,
  ) {
    input.setRawMode(true).setEncoding('utf8').resume().on('data', this.onData);
  }

  /** Takes in what happens to the training. */
  receive({ event }: RunEvent): void {
    if (event === 'paused') this.paused = true;
    if (event === 'continued') this.paused = false;
  }

  async togglePause(): Promise<void> {
    await this.client.request(this.paused ? 'continue' : 'pause', { run: this.run });
  }

  async adjust(change: WantedChange): Promise<void> {
    await this.client.request('adjust', { run: this.run, change });
  }

  async toggleFinish(): Promise<void> {
    await this.adjust({ finish: !this.finishing });
    this.finishing = !this.finishing;
  }

  help(): Promise<void> {
    this.say(help);
    return Promise.resolve();
  }

  end(): void {
    this.input.off('data', this.onData).pause().setRawMode(false);
  }

  private readonly onData = (text: string | Buffer): void => {
    for (const key of String(text)) this.press(key);
  };

  /** A raw terminal leaves Ctrl-C and Ctrl-Z to its reader. */
  private press(key: string): void {
    if (key === interrupt) process.kill(process.pid, 'SIGINT');
    else if (key === suspend) {
      this.input.setRawMode(false);
      process.once('SIGCONT', () => this.input.setRawMode(true));
      process.kill(process.pid, 'SIGTSTP');
    } else {
      const pressed = keys.find((known) => known.keys.includes(key.toLowerCase()));
      pressed?.act(this).catch((error: unknown) => this.say(toFailure(error).message));
    }
  }
}
