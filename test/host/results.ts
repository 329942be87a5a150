/** What became of a test, or of a hook that failed. */
export interface TestResult {
  readonly title: string;
  /** The file it stands in; empty where a suite ended by itself. */
  readonly file: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly message?: string;
}

export const failures = (results: readonly TestResult[]): readonly TestResult[] =>
  results.filter(({ state }) => state === 'failed');

/** The files in which something failed. */
export const failedFiles = (results: readonly TestResult[]): readonly string[] => [
  ...new Set(failures(results).map(({ file }) => file)),
];

/** The results of a second run of some files in place of the first one's. */
export const withSecondRun = (
  first: readonly TestResult[],
  second: readonly TestResult[],
  files: readonly string[],
): readonly TestResult[] => [...first.filter(({ file }) => !files.includes(file)), ...second];
