import type { Diagnostic } from '../language/source';
import type { NetworkCost } from '../designer/cost';
import type { Explanation } from '../compute/protocol/explanation';
import type { DeviceReport } from '../compute/protocol/protocol';
import type { RunAbout } from '../runs/about';
import type { ComparedRow } from '../runs/compare';
import type { RunEvent } from '../runs/events';
import type { RunState } from '../runs/state';
import type { Manifest } from '../runs/manifest';
import { visible, visibleJson } from '../text/visible';
import type { NetworkPayload } from '../views/payloads';
import type { ResultLine } from '../views/resultView';
import type { Finding } from './file';
import type { Problem } from './failed';
import { codeFrame } from './frame';
import { paint, rendered } from './terminal';

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** A line of `--json` about a mistake, in a notebook or of a command. */
interface ProblemEvent extends Partial<Pick<Problem, 'file' | 'line' | 'column' | 'hint'>> {
  readonly event: Diagnostic['severity'];
  readonly code: string;
  readonly message: string;
}

/** Lines of `--json` that tell no run's progress. */
export type ListedEvent =
  | ({ readonly event: 'run'; readonly folder: string } & Omit<Manifest, 'status'> &
      RunState &
      RunAbout)
  | { readonly event: 'measures'; readonly run: string; readonly files: readonly string[] }
  | {
      readonly event: 'spare' | 'removed';
      readonly run: string;
      readonly paths: readonly string[];
      readonly bytes: number;
    }
  | { readonly event: 'formatted' | 'unformatted'; readonly file: string }
  | {
      readonly event: 'checked';
      readonly file: string;
      readonly errors: number;
      readonly warnings: number;
    }
  | ({ readonly event: 'device' } & DeviceReport)
  | ({ readonly event: 'network' } & NetworkPayload)
  | ({ readonly event: 'cost' } & NetworkCost)
  | ({ readonly event: 'explained' } & Explanation)
  | {
      readonly event: 'comparison';
      readonly runs: readonly string[];
      readonly rows: readonly ComparedRow[];
    };

/** Bytes that may wait for a reader before steps are left out. */
const mostWaiting = 1 << 20;

/** Further lines of a message under the first, so that none of them can pass for another message. */
const indented = (text: string): string => text.replace(/\n[ \t]*/g, '\n  ');

/** Where a command's results and problems go: text for people, or one JSON object a line. */
export class Output {
  constructor(readonly options: OutputOptions) {}

  /** Text on the standard output, unless it is quiet or speaks JSON. */
  print(text: string): void {
    if (!this.options.json && !this.options.quiet) process.stdout.write(`${rendered(text)}\n`);
  }

  /** Empties the terminal, for text that takes the place of the text before. */
  clear(): void {
    const { json, quiet } = this.options;
    if (process.stdout.isTTY && !json && !quiet) process.stdout.write('\x1b[2J\x1b[3J\x1b[H');
  }

  /** Emphasized, for the standard output. */
  readonly strong = (text: string): string => paint(process.stdout, 'bold', text);
  readonly faint = (text: string): string => paint(process.stdout, 'dim', text);
  readonly warning = (text: string): string => paint(process.stdout, 'yellow', text);
  readonly accent = (text: string): string => paint(process.stdout, 'cyan', text);

  /** One JSON object on a line of its own, when it speaks JSON. A reader far behind gets fewer of the many steps. */
  json(event: RunEvent | ProblemEvent | ListedEvent): void {
    if (event.event === 'step' && process.stdout.writableLength > mostWaiting) return;
    if (this.options.json) process.stdout.write(`${visibleJson(event)}\n`);
  }

  /** The result of an action, as `json` does. */
  result(line: ResultLine): void {
    if (this.options.json) process.stdout.write(`${visibleJson(line)}\n`);
  }

  /** Something wrong that ends the command. */
  problem(problem: Problem, text?: string): void {
    const { code, message, hint, line, column, file } = problem;
    if (this.options.json)
      return this.json({ event: 'error', code, message, file, line, column, hint });
    const place = [file, line, column].filter((part) => part !== undefined).join(':');
    const lead = place === '' ? '' : `${place}: `;
    const frame = this.frame(process.stderr, text, line, column, 1);
    const stop = paint(process.stderr, 'red', 'error:');
    const way = hint === undefined ? '' : `  ${indented(hint)}\n`;
    process.stderr.write(rendered(`${visible(lead)}${stop} ${indented(message)}\n${frame}${way}`));
  }

  /** Something found in a notebook. */
  finding(finding: Finding, text: string, stream: NodeJS.WriteStream): void {
    const { severity, code, message, file, line, column, length, fix } = finding;
    if (this.options.json) {
      const place = { code, message, file, line, column, ...(fix !== undefined && { hint: fix }) };
      return this.json({ event: severity, ...place });
    }
    if (this.options.quiet && severity !== 'error') return;
    const style = severity === 'error' ? 'red' : severity === 'warning' ? 'yellow' : 'cyan';
    const word = paint(stream, style, `${severity}:`);
    const frame = this.frame(stream, text, line, column, length);
    const lead = visible(`${file}:${line}:${column}:`);
    stream.write(rendered(`${lead} ${word} ${indented(message)}\n${frame}`));
  }

  /** The line in question, in a terminal only. */
  private frame(
    stream: NodeJS.WriteStream,
    text: string | undefined,
    line: number | undefined,
    column: number | undefined,
    length: number,
  ): string {
    if (!stream.isTTY || text === undefined || line === undefined) return '';
    const mark = (marked: string): string => paint(stream, 'red', marked);
    return codeFrame(text, line, column ?? 1, length, mark);
  }
}
