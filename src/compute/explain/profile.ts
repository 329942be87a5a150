import * as z from 'zod';
import { coreError } from '../wire/error';

/** A line of ONNX Runtime's profile, in the Trace Event Format; times in microseconds. */
const traceEvent = z.object({
  cat: z.string(),
  name: z.string(),
  ts: z.number(),
  dur: z.number().default(0),
  args: z
    .object({
      op_name: z.string().optional(),
      input_type_shape: z.array(z.record(z.string(), z.array(z.number()))).optional(),
      output_type_shape: z.array(z.record(z.string(), z.array(z.number()))).optional(),
    })
    .default({}),
});
const trace = z.array(traceEvent);
type TraceEvent = z.infer<typeof traceEvent>;

/** What a node took in the runs that count. */
export interface ProfiledNode {
  readonly name: string;
  readonly operator: string;
  /** Mean over the runs. */
  readonly milliseconds: number;
  readonly inputs: number[][];
  readonly outputs: number[][];
}

export interface Profile {
  readonly runs: number;
  /** In the order in which they run. */
  readonly nodes: readonly ProfiledNode[];
}

const suffix = '_kernel_time';

/** Reads a profile and leaves out the first runs. Throws a `CoreError` when it is none of ONNX Runtime's. */
export function readProfile(json: string, warmUp: number): Profile {
  const events = parse(json);
  const starts = events
    .filter(({ cat, name }) => cat === 'Session' && name === 'model_run')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const begin = starts[warmUp];
  if (begin === undefined) throw invalid(`it has ${starts.length} runs`);
  const runs = starts.length - warmUp;
  const nodes = new Map<string, ProfiledNode>();
  for (const { cat, name, ts, dur, args } of events) {
    if (cat !== 'Node' || ts < begin || !name.endsWith(suffix)) continue;
    const key = name.slice(0, -suffix.length);
    nodes.set(key, {
      name: key,
      operator: args.op_name ?? '',
      milliseconds: (nodes.get(key)?.milliseconds ?? 0) + dur / 1000 / runs,
      inputs: shapesOf(args.input_type_shape),
      outputs: shapesOf(args.output_type_shape),
    });
  }
  return { runs, nodes: [...nodes.values()] };
}

function parse(json: string): readonly TraceEvent[] {
  try {
    return trace.parse(JSON.parse(json));
  } catch (error) {
    if (error instanceof z.ZodError) throw invalid(z.prettifyError(error));
    throw invalid(String(error));
  }
}

const invalid = (why: string) =>
  coreError('bad-profile', `ONNX Runtime’s profile cannot be read: ${why}`);

const shapesOf = (types: readonly Readonly<Record<string, number[]>>[] = []): number[][] =>
  types.flatMap((type) => Object.values(type));
