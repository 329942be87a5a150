import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { projects } from '../../../scripts/projects.mjs';
import { repository } from '../../host/paths';

const source = join(repository, 'src');
/** What a process needs to talk to the core, besides the forms of what is said. */
const clients = ['compute/client', 'compute/wire'];

/** Everything a project depends on, directly or not; throws at a cycle. */
function reach(name: string, path: string[] = []): Set<string> {
  assert.ok(!path.includes(name), `cycle: ${[...path, name].join(' → ')}`);
  const direct = projects.get(name);
  assert.ok(direct, `${path.at(-1)} references ${name}, which does not exist`);
  return new Set(direct.flatMap((other) => [other, ...reach(other, [...path, name])]));
}

describe('the modules', () => {
  it('depend on each other one way', () => {
    for (const name of projects.keys()) reach(name);
  });

  it('leave no file of `src` outside', () => {
    const folders = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => dirname(file).replaceAll(sep, '/'));
    const outside = folders.filter(
      (folder) => ![...projects.keys()].some((name) => `${folder}/`.startsWith(`${name}/`)),
    );
    assert.deepEqual(outside, []);
  });

  it('stand beside each other, none within another', () => {
    for (const name of projects.keys()) {
      const within = [...projects.keys()].filter((other) => other.startsWith(`${name}/`));
      assert.deepEqual(within, [], name);
    }
  });

  for (const name of ['notebook', 'language', 'graph', 'runs', 'text']) {
    it(`${name} stands alone`, () => assert.deepEqual(projects.get(name), []));
  }

  it('lowering depends on the graph alone, and the graph knows no provider', () => {
    assert.deepEqual(projects.get('lowering'), ['graph']);
    const written = readdirSync(join(source, 'graph'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) =>
        /com\.microsoft|'webgpu'|'cpu'/.test(readFileSync(join(source, 'graph', file), 'utf8')),
      );
    assert.deepEqual(written, []);
  });

  for (const top of ['extension', 'cli', 'compute/core']) {
    it(`nothing depends on ${top}`, () => {
      for (const name of projects.keys()) assert.ok(!reach(name).has(top), name);
    });
  }

  for (const user of ['views', 'extension', 'cli']) {
    it(`${user} reaches no more of the core than what clients need`, () => {
      const reached = [...reach(user)].filter((name) => name.startsWith('compute/'));
      const needed = ['compute/protocol', ...(user === 'views' ? [] : clients)];
      assert.deepEqual(reached.sort(), needed.sort());
    });
  }
});
