import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { projects } from '../../../scripts/projects.mjs';
import { repository } from '../../host/paths';

const source = join(repository, 'src');
const names = [...projects.keys()];

/** The TypeScript files below a folder of `src`, by their paths in `src`. */
const filesIn = (folder: string): string[] =>
  readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file).replaceAll(sep, '/'));

/** The project that a file belongs to. */
const projectOf = (file: string) => names.find((name) => file.startsWith(`${name}/`));

/** The projects that the files of another one import from. */
function importedBy(name: string): string[] {
  const imports = filesIn(name).flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/\b(?:from |import\()'(\.[^']+)'/g)].map(
      ([, path]) => projectOf(posix.join(posix.dirname(file), path)),
    ),
  );
  return names.filter((other) => other !== name && imports.includes(other));
}

/** Everything a project depends on, directly or not; throws at a cycle. */
function reach(name: string, path: string[] = []): Set<string> {
  assert.ok(!path.includes(name), `cycle: ${[...path, name].join(' → ')}`);
  const direct = projects.get(name);
  assert.ok(direct, `${path.at(-1)} references ${name}, which does not exist`);
  return new Set(direct.flatMap((other) => [other, ...reach(other, [...path, name])]));
}

describe('the modules', () => {
  it('depend on each other one way', () => {
    for (const name of names) reach(name);
  });

  it('leave no file of `src` outside', () => {
    assert.deepEqual(
      filesIn('.').filter((file) => !projectOf(file)),
      [],
    );
  });

  it('stand beside each other, none within another', () => {
    for (const name of names) {
      const within = names.filter((other) => other.startsWith(`${name}/`));
      assert.deepEqual(within, [], name);
    }
  });

  it('may use what they use, and nothing else', () => {
    for (const [name, references] of projects)
      assert.deepEqual([...references].sort(), importedBy(name).sort(), name);
  });

  const ground = ['numerics', 'random', 'shape', 'text'];
  for (const name of ground) {
    it(`${name} stands alone`, () => assert.deepEqual(projects.get(name), []));
  }

  for (const name of ['notebook', 'language', 'graph', 'runs']) {
    it(`${name} stands on the ground`, () => {
      for (const other of projects.get(name)!) assert.ok(ground.includes(other), other);
    });
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
      for (const name of names) assert.ok(!reach(name).has(top), name);
    });
  }

  const client = ['compute/client', 'compute/protocol', 'compute/wire'];
  for (const [user, floors] of [
    ['views', ['compute/protocol']],
    ['extension', client],
    ['cli', client],
  ] as const) {
    it(`${user} reaches no more of compute than ${floors.join(', ')}`, () => {
      const reached = [...reach(user)].filter((name) => name.startsWith('compute/'));
      assert.deepEqual(reached.sort(), floors);
    });
  }
});
