import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { TestResult } from './results';

/** Mocha's spec reporter that also leaves what became of each test, for the sum over all suites, in the file TEST_SUMMARY. */
class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const results: TestResult[] = [];
    const add = (test: Mocha.Runnable, state: TestResult['state'], error?: unknown) =>
      results.push({
        title: test.fullTitle(),
        file: test.file ?? '',
        state,
        // Between processes an error arrives as a plain object.
        ...(state === 'failed' && { message: String((error as Partial<Error>).message ?? error) }),
      });
    runner.on('pass', (test) => add(test, 'passed'));
    runner.on('pending', (test) => add(test, 'skipped'));
    runner.on('fail', (test, error: unknown) => add(test, 'failed', error));
    runner.once('end', () => {
      if (process.env.TEST_SUMMARY)
        writeFileSync(process.env.TEST_SUMMARY, JSON.stringify(results));
    });
  }
}

module.exports = SummaryReporter;
