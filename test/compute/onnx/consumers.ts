import { spawnSync } from 'node:child_process';
import type { Case } from './exported';
import { peerPython, torchPython } from './peers';

/** Programs that read ONNX files and were not written here. */
export interface Consumer {
  /** Its name in `test/peers/read.py`. */
  readonly name: string;
  readonly title: string;
  /** A Python that has it, or a script of Node.js; undefined where it is not installed. */
  readonly command: () => readonly string[] | undefined;
}

const inPython =
  (name: string, python: () => string | undefined) => (): readonly string[] | undefined => {
    const found = python();
    return found === undefined ? undefined : [found, 'test/peers/read.py', name];
  };

const consumer = (name: string, title: string, python = peerPython): Consumer => ({
  name,
  title,
  command: inPython(name, python),
});

export const consumers: readonly Consumer[] = [
  consumer('checker', 'ONNX checker'),
  consumer('reference', 'ONNX reference'),
  consumer('onnxruntime', 'ONNX Runtime'),
  {
    ...{ name: 'onnxruntime-web', title: 'ONNX Runtime Web' },
    command: () => [process.execPath, 'test/peers/onnxruntimeWeb.mjs'],
  },
  consumer('openvino', 'OpenVINO'),
  consumer('opencv', 'OpenCV'),
  consumer('onnx2torch', 'onnx2torch', torchPython),
];

/** What a consumer makes of exported networks: for each, what is wrong, undefined where nothing is. */
export interface Verdicts {
  readonly version: string;
  readonly problems: readonly (string | undefined)[];
}

interface Answer {
  readonly y?: readonly (readonly number[])[];
  readonly error?: string;
}

const tolerance = 1e-4;

/** Lets a consumer compute the cases of a folder; undefined where it is not installed. */
export function consume(
  { command }: Consumer,
  folder: string,
  cases: readonly Case[],
): Verdicts | undefined {
  const found = command();
  if (!found) return undefined;
  const [program, ...args] = found;
  const { status, stdout, stderr } = spawnSync(program, [...args, folder], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const [head, ...lines] = stdout.trim().split('\n');
  if (status !== 0 || lines.length !== cases.length)
    throw new Error(`${found.join(' ')} ended with ${status}: ${stderr}`);
  const { version } = JSON.parse(head) as { version: string };
  return {
    version,
    problems: lines.map((line, i) => problemOf(JSON.parse(line) as Answer, cases[i])),
  };
}

function problemOf({ y, error }: Answer, expected: Case): string | undefined {
  if (!y) return error ?? 'no answer';
  for (const [run, numbers] of y.entries()) {
    const wanted = expected.y[run];
    if (numbers.length !== wanted.length)
      return `${numbers.length} numbers instead of ${wanted.length}`;
    const worst = wanted.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - numbers[i])),
      0,
    );
    if (!(worst <= tolerance)) return `differs by ${worst.toPrecision(2)}`;
  }
  return undefined;
}
