import { Command, CommanderError, Help, Option } from 'commander';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { productVersion } from '../compute/wire/productVersion';
import type { Program } from '../program/program';
import { verbs } from '../program/verbs';
import { isTraining } from '../program/verbs/train';
import { visible } from '../text/visible';
import { carryOut, none, withCore, withNotebook } from './carryOut';
import { checkCommand, type CheckOptions } from './checkCommand';
import { exportFormOf, exportOptions, type ExportOptions } from './exportOptions';
import { exitCodes, Failed } from './failed';
import { followRun } from './followRun';
import { formatCommand, type FormatOptions } from './formatCommand';
import { listenToSignals } from './interruption';
import { lspCommand } from './lspCommand';
import {
  commonOptions,
  passesOption,
  settingOptions,
  wholeNumber,
  type CommonOptions,
  type StepCommandOptions,
} from './options';
import { findRun } from './runs';
import { runsCommand, type RunsOptions } from './runsCommand';
import { exitInterrupted, keepOutputFromBlocking } from './standardOutput';
import { significant } from '../text/numbers';
import { table } from '../views/table';
import { rendered } from './terminal';

/** The commands and their arguments. */

const program = new Command('dnn')
  .description('Train, inspect and export the networks of .dnn notebooks.')
  .version(productVersion())
  .showHelpAfterError('(add --help for the options)')
  .configureHelp({
    optionDescription: (option) =>
      new Help().optionDescription(option).replace(/ \(default: (false|none)\)/, ''),
  })
  .configureOutput({
    writeOut: (text) => process.stdout.write(rendered(text)),
    writeErr: (text) => process.stderr.write(rendered(text)),
  })
  .exitOverride();

/** All commands take the common options; where there are no settings to override, help leaves those out. */
function command(usage: string, description: string): Command {
  const made = program.command(usage).description(description);
  const onNotebook = /<files?[.>]/.test(usage);
  for (const option of commonOptions()) made.addOption(option);
  for (const option of settingOptions()) made.addOption(option.hideHelp(!onNotebook));
  return made;
}

command('check <files...>', 'validate notebooks')
  .option('--table', 'print the layers of each network')
  .option('--watch', 'check again whenever one of them is saved; Ctrl-C ends')
  .option('--cost', 'print what each network and its training cost')
  .action((files: string[], options: CommonOptions & CheckOptions) =>
    carryOut(options, undefined, (output) => checkCommand(files, options, output)),
  );

command('format <notebooks...>', 'format the code cells of notebooks, in place')
  .option('--check', 'only tell which notebooks are not formatted; exit code 1 if there are any')
  .action((files: string[], options: CommonOptions & FormatOptions) =>
    carryOut(options, undefined, (output) => formatCommand(files, options, output)),
  );

program
  .command('lsp')
  .description('serve an editor in the Language Server Protocol, over standard input and output')
  .option('--stdio', 'the only way there is; editors may say so')
  .action(lspCommand);

const verbNames = [...verbs].map(({ name }) => name).join(', ');

command('run <file>', `run every action in order: ${verbNames}`)
  .addOption(passesOption())
  .action((file: string, options: StepCommandOptions) => {
    const all = ({ actions }: Program) => actions;
    return withNotebook(options, file, all, async (actions, { program }) => {
      if (program.actions.length === 0) actions.note(`${visible(file)} contains no actions`);
      for (const index of program.actions.keys()) await actions.run(index);
    });
  });

command('train <file> [network]', 'run the train actions only')
  .addOption(passesOption())
  .action((file: string, network: string | undefined, options: StepCommandOptions) => {
    const trains = (program: Program) =>
      program.actions
        .filter(isTraining)
        .filter((action) => network === undefined || action.network.name === network);
    return withNotebook(options, file, trains, async (actions, { program }) => {
      const wanted = trains(program);
      if (wanted.length === 0) throw nothingToTrain(file, network);
      for (const action of wanted) await actions.run(program.actions.indexOf(action));
    });
  });

const exporting = command(
  'export <file> <network> <out>',
  'write the most recently trained parameters as ONNX',
);
for (const option of exportOptions()) exporting.addOption(option);
exporting.action(
  (file: string, network: string, out: string, options: CommonOptions & ExportOptions) =>
    withNotebook(options, file, none, (actions) =>
      actions.export(network, resolve(out), exportFormOf(options)),
    ),
);

command(
  'inspect <file> <network>',
  'print activations of a split and gradient magnitudes of a batch',
)
  .addOption(
    new Option('--split <split>', 'split that is counted, and that the sample comes from').choices([
      'train',
      'validation',
      'test',
    ]),
  )
  .addOption(new Option('--sample <n>', 'number of the sample').argParser(wholeNumber))
  .addOption(
    new Option(
      '--samples <n>',
      'count activations over at most so many samples (default: all)',
    ).argParser(wholeNumber),
  )
  .option('--data <name>', 'data set to inspect with')
  .addOption(
    new Option(
      '--evaluate',
      'compare the answers to the whole split with its targets instead',
    ).conflicts(['sample', 'samples']),
  )
  .action(
    (
      file: string,
      network: string,
      options: CommonOptions & {
        split?: 'train' | 'validation' | 'test';
        sample?: number;
        samples?: number;
        data?: string;
        evaluate?: true;
      },
    ) =>
      withNotebook(options, file, none, (actions) => {
        const { split, sample: index, samples, data } = options;
        if (options.evaluate) return actions.evaluate({ network, split, data });
        return actions.inspect({ network, split, index, samples, data });
      }),
  );

command('explain <file> <network>', 'time the training step, operator by operator')
  .addOption(passesOption())
  .addOption(
    new Option('--nodes <n>', 'how many of the slowest nodes to list')
      .argParser(wholeNumber)
      .default(15),
  )
  .action((file: string, network: string, options: StepCommandOptions & { nodes: number }) =>
    withNotebook(options, file, none, (actions) => actions.explain(network, options.nodes)),
  );

command('resume <run>', 'continue a run exactly from its last checkpoint')
  .addOption(passesOption())
  .action((name: string, options: StepCommandOptions) =>
    carryOut(options, undefined, async (output) => {
      if (options.seed !== undefined || Object.keys(options.set).length > 0) {
        const message = '`--set` and `--seed` cannot be used with resume.';
        throw new Failed({ exit: 2, code: 'usage', message });
      }
      const folder = await findRun(name);
      await withCore((core) =>
        followRun(core, output, 'samples', undefined, () =>
          core.client.request('resume', {
            folder,
            device: options.device,
            ...(options.passes && { passes: [...options.passes] }),
          }),
        ),
      );
    }),
  );

command('runs [file]', 'list runs, compare them, export what they measured, or free their space')
  .usage('[options] [notebook or run]')
  .option('--compare <runs...>', 'show runs side by side')
  .option('--export <folder>', 'write measures as CSV and as TensorBoard event files')
  .option('--prune', 'tell which checkpoints of finished runs are not needed any more')
  .addOption(
    new Option(
      '--keep <n>',
      'with --prune: whole finished runs too, but the newest n of each network and those with a name, tag or note',
    ).argParser(wholeNumber),
  )
  .option('--yes', 'with --prune: remove them')
  .action((file: string | undefined, options: CommonOptions & RunsOptions) =>
    carryOut(options, file, (output) => runsCommand(file, options, output)),
  );

command('devices', 'test this machine’s devices by timing matrix products and training steps')
  .option('--forget', 'forget the remembered device choices', false)
  .action((options: CommonOptions & { forget: boolean }) =>
    carryOut(options, undefined, (output) =>
      withCore(async (core) => {
        const { forget } = options;
        const reports = await core.during(core.client.request('devices', { forget }));
        for (const report of reports.devices) output.json({ event: 'device', ...report });
        const columns = [
          { title: 'device' },
          { title: 'works' },
          { title: 'GFLOP/s', align: 'right' },
          { title: 'step ms', align: 'right' },
          { title: '' },
        ] as const;
        const rows = reports.devices.map((report) => [
          report.device,
          report.works ? 'yes' : 'no',
          significant(report.gemm),
          significant(report.step),
          report.reason ?? report.description ?? '',
        ]);
        output.print(table(columns, rows, output.strong));
      }),
    ),
  );

const nothingToTrain = (file: string, network: string | undefined): Failed =>
  new Failed({
    exit: 1,
    code: 'no-action',
    message:
      network === undefined
        ? 'no `train` action in the notebook'
        : `no \`train\` action for \`${network}\``,
    hint: 'Add a `train NETWORK on DATA { … }` action.',
    file,
  });

async function main(): Promise<void> {
  listenToSignals();
  keepOutputFromBlocking();
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  if (process.exitCode === exitCodes.interrupted) await exitInterrupted();
}

main().catch((error: unknown) => {
  process.stderr.write(`${rendered(inspect(error))}\n`);
  process.exitCode = exitCodes.core;
});
