import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Mocha's spec reporter that also leaves its counts, for the sum over all suites, in the file TEST_SUMMARY. */
class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      const summary = { passed: passes, failed: failures, skipped: pending };
      if (process.env.TEST_SUMMARY)
        writeFileSync(process.env.TEST_SUMMARY, JSON.stringify(summary));
    });
  }
}

module.exports = SummaryReporter;
