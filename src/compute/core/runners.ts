import { exportRunner } from '../export/export';
import { forecastRunner } from '../inspect/forecast';
import { generateRunner } from '../inspect/generate';
import { inspectRunner } from '../inspect/inspect';
import { runners } from '../jobs/runner';
import { findRunner } from '../training/rateSearch';

/** Those of the product's own verbs. */
for (const runner of [inspectRunner, exportRunner, findRunner, forecastRunner, generateRunner])
  runners.set(runner.verb, runner);
