import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support';
import { compatibilityPage } from './compatibility';
import { consume, consumers } from './consumers';
import { layerNetworks, withExported } from './exported';

/** Writes `docs/onnx-compatibility.md`: `npm run compatibility`. All consumers must be installed. */
void withExported(layerNetworks(), (folder, cases) => {
  const columns = consumers.map((consumer) => {
    const verdicts = consume(consumer, folder, cases);
    if (!verdicts) throw new Error(`${consumer.title} is not installed`);
    return { consumer, verdicts };
  });
  writeFileSync(join(repository, 'docs/onnx-compatibility.md'), compatibilityPage(columns, cases));
});
