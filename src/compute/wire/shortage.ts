/** What a system refuses to give: how it, Node.js, V8 or ONNX Runtime say so, what that means, and what to do. */

export interface Shortage {
  readonly code: 'out-of-memory' | 'too-many-files' | 'too-many-processes';
  /** What happened to the process, to stand behind its name. */
  readonly what: string;
  readonly hint: string;
}

const shortages: readonly (Shortage & { readonly sign: RegExp })[] = [
  {
    code: 'out-of-memory',
    sign: /out of memory|process OOM|bad_?alloc|allocation failed|failed to allocate|cannot allocate memory|failed to map segment|ENOMEM|reaching memory limit|OUT_OF_MEMORY/i,
    what: 'ran out of memory',
    hint: 'Close other programs, use smaller batches or a smaller network, or raise its limit (that of the container, `ulimit -v`, or `--max-old-space-size`).',
  },
  {
    code: 'too-many-files',
    sign: /EMFILE|ENFILE|too many open files|uv_loop_init/i,
    what: 'cannot open more files',
    hint: 'Raise the limit: `ulimit -n 1024`.',
  },
  {
    code: 'too-many-processes',
    sign: /EAGAIN|(pthread|uv_thread)_create|resource temporarily unavailable/i,
    what: 'cannot start more threads or processes',
    hint: 'End other programs, or raise the limit (that of the container, or `ulimit -u`).',
  },
];

/** The shortage that a message or a last output tells of, if it does. */
export const shortageIn = (text: string): Shortage | undefined =>
  shortages.find(({ sign }) => sign.test(text));
