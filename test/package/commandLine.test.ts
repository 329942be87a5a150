import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { repository } from '../host';
import { tarballBudget } from '../../scripts/package.mjs';
import { notebooksIn } from '../notebooks';

/** What of a checkout is read to make the package. */
const sources = [
  ...['package.json', '.npmrc', 'README.md', 'CHANGELOG.md', 'LICENSE'],
  ...['examples', 'licenses', 'scripts', 'src', 'tsconfig.base.json', 'webview'],
];

const content = [
  ...['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'],
  ...['dist/ThirdPartyNotices.txt', 'dist/cli.js', 'dist/core.js', 'dist/dataWorker.js'],
  'dist/webClient.html',
  ...['examples', 'examples/modern', 'examples/rules', 'examples/templates'].flatMap((folder) =>
    notebooksIn(join(repository, folder)).map((name) => `${folder}/${name}`),
  ),
  'scripts/dnn.mjs',
];

const notebook = `---
dnn: 1
---

\`\`\`dnn
data digits {
  source digits(train: 300, test: 100)
  batch 50
}
network Net {
  input image[1, 28, 28]
  output: dense(10) softmax
}
train Net on digits {
  loss cross_entropy
  optimizer sgd(rate: 0.1)
  epochs 1
}
export Net to "net.onnx"
\`\`\`
`;

function run(command: string, args: string[], cwd: string): string {
  const shell = process.platform === 'win32';
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell,
  });
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}\n${stderr}\n${error ?? ''}`);
  return stdout;
}

/** The project as after `git clone` and `npm ci`: never built. */
function checkoutIn(folder: string): string {
  const checkout = join(folder, 'checkout');
  for (const name of sources) {
    cpSync(join(repository, name), join(checkout, name), {
      recursive: true,
      filter: (path) => !path.split(sep).includes('.dnn'),
    });
  }
  symlinkSync(join(repository, 'node_modules'), join(checkout, 'node_modules'), 'junction');
  return checkout;
}

describe('the packaged command line', function () {
  this.timeout(180_000);
  let folder: string;
  let empty: string;
  let tarball: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-npm-'));
    const checkout = checkoutIn(folder);
    run(process.execPath, ['scripts/package.mjs', 'npm'], checkout);
    const packages = join(checkout, 'out/packages');
    tarball = join(packages, readdirSync(packages)[0]);
    empty = join(folder, 'empty');
    mkdirSync(empty);
    const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    run('npm', ['install', ...quiet, tarball], empty);
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('holds what is on the list and nothing else', () => {
    const installed = join(empty, 'node_modules/dnn-notebook');
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1))
      .map((name) => name.replaceAll(sep, '/'));
    assert.deepEqual(files.sort(), content.sort());
    assert.ok(statSync(tarball).size < tarballBudget * 1e6, `${statSync(tarball).size} bytes`);
  });

  it('trains a notebook in an empty folder', () => {
    writeFileSync(join(empty, 'net.dnn'), notebook);
    const lines = run('npx', ['--no-install', 'dnn', 'run', 'net.dnn', '--json'], empty);
    assert.match(lines, /net\.onnx/);
    assert.ok(existsSync(join(empty, 'net.onnx')));
  });
});

describe('npm pack in a checkout that was never built', function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-npm-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('builds first where it may run the scripts of the project', () => {
    const output = run('npm', ['pack', '--ignore-scripts=false', '--json'], checkoutIn(folder));
    const json = output.slice(output.search(/^\[$/m)); // the build speaks before
    const [{ files }] = JSON.parse(json) as { files: { path: string }[] }[];
    assert.deepEqual(files.map(({ path }) => path).sort(), content.toSorted());
  });

  it('else gives a package that says how to pack it', () => {
    const checkout = checkoutIn(folder);
    const [name] = run('npm', ['pack', '--silent'], checkout).trim().split('\n').slice(-1);
    run('tar', ['-xzf', join(checkout, name)], folder);
    const { status, stderr } = spawnSync(process.execPath, ['package/scripts/dnn.mjs', '--help'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(status, 2);
    assert.match(stderr, /npm pack --ignore-scripts=false/);
  });
});
