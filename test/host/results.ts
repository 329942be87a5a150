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
