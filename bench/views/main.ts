import { activation } from './activation';
import { clientPage } from './clientPage';
import { diagnostics } from './diagnostics';
import { drawing } from './drawing';
import { frames } from './frames';
import { graph } from './graph';
import { hostDelay } from './hostDelay';

/** What a user of the editor waits for: `npm run bench:views -- [frames] [graph] [drawing] [page] [host] [activation] [diagnostics]`. */
const all = { frames, graph, drawing, page: clientPage, host: hostDelay, activation, diagnostics };

async function main(): Promise<void> {
  const chosen = process.argv.slice(2);
  for (const [name, measure] of Object.entries(all))
    if (chosen.length === 0 || chosen.includes(name)) await measure();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
