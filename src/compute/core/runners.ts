import { exportRunner } from '../export/export';
import { inspectRunner } from '../inspect/inspect';
import { runners } from '../jobs/runner';
import { findRunner } from '../training/rateSearch';

/** Those of the product's own verbs. */
for (const runner of [inspectRunner, exportRunner, findRunner]) runners.set(runner.verb, runner);
