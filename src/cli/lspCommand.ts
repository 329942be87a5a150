import { productVersion } from '../compute/wire/productVersion';
import { exitCodes } from './failed';

/** `dnn lsp`: serves an editor over the standard input and output. Only then the server's code is evaluated. */
export async function lspCommand(): Promise<void> {
  const { serve } = await import('../languageServer/serve');
  serve(process.stdin, process.stdout, productVersion(), ({ message }) => {
    const text = `error: The input is not the Language Server Protocol: ${message}.\n`;
    process.stderr.write(text, () => process.exit(exitCodes.usage));
  });
}
