import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repository } from '../../host/paths';

interface Project {
  references: { path: string }[];
}

const source = join(repository, 'src');
const dependencies = new Map(
  readdirSync(source).map((name) => {
    const text = readFileSync(join(source, name, 'tsconfig.json'), 'utf8');
    const { references } = JSON.parse(text) as Project;
    return [name, references.map(({ path }) => basename(path))];
  }),
);

/** Everything a module depends on, directly or not; throws at a cycle. */
function reach(name: string, path: string[] = []): Set<string> {
  assert.ok(!path.includes(name), `cycle: ${[...path, name].join(' → ')}`);
  const direct = dependencies.get(name);
  assert.ok(direct, `${path.at(-1)} references ${name}, which does not exist`);
  return new Set(direct.flatMap((other) => [other, ...reach(other, [...path, name])]));
}

describe('the modules', () => {
  it('depend on each other one way', () => {
    for (const name of dependencies.keys()) reach(name);
  });

  for (const name of ['notebook', 'language', 'graph', 'runs', 'text']) {
    it(`${name} stands alone`, () => assert.deepEqual(dependencies.get(name), []));
  }

  it('lowering depends on the graph alone, and the graph knows no provider', () => {
    assert.deepEqual(dependencies.get('lowering'), ['graph']);
    const written = readdirSync(join(source, 'graph'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) =>
        /com\.microsoft|'webgpu'|'cpu'/.test(readFileSync(join(source, 'graph', file), 'utf8')),
      );
    assert.deepEqual(written, []);
  });

  for (const adapter of ['extension', 'cli']) {
    it(`nothing depends on ${adapter}`, () => {
      for (const name of dependencies.keys()) assert.ok(!reach(name).has(adapter), name);
    });
  }
});
