// Types, lint and format, side by side (`npm run check`); what each of them says comes when it has ended.
import { exec } from 'node:child_process';

const commands = ['tsc -b', 'eslint .', 'prettier --check --log-level warn .'];

for (const command of commands) {
  exec(command, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
    process.stdout.write(stdout + stderr);
    if (!error) return;
    console.error(`${command} ended with ${error.code ?? error.signal}`);
    process.exitCode = 1;
  });
}
