/** Has the tests of a suite skipped once one has failed: each goes on from where the one before ended. */
export function inOrder(suite: Mocha.Suite): void {
  let failed = false;
  suite.beforeEach(function () {
    if (failed) this.skip();
  });
  suite.afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
}
