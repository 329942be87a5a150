import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { installTestHost, unpack } from './install';
import { cacheFolder, hostModules } from './paths';

/** Headless Chromium with its own libraries and fonts: nothing of the system but the C library. */
export function launchBrowser(): Promise<Browser> {
  installTestHost();
  return chromium.launch({
    executablePath: join(unpack('chromium.br', 'chromium'), 'chromium'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--font-render-hinting=none',
    ],
    env: {
      ...process.env,
      // Without a locale Chromium calls its language `en-US@posix`, which `Intl` refuses.
      LANG: 'en_US.UTF-8',
      LD_LIBRARY_PATH: join(unpack('al2023.tar.br', 'libraries'), 'lib'),
      FONTCONFIG_FILE: writeFontConfiguration(),
    },
  });
}

/** One set of fonts on every machine, so that screenshots are comparable. */
function writeFontConfiguration(): string {
  mkdirSync(cacheFolder, { recursive: true });
  const file = join(cacheFolder, 'fonts.conf');
  const prefer = (family: string, font: string) =>
    `<alias><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(unpack('fonts.tar.br', 'fonts'), 'fonts')}</dir>
  <dir>${join(hostModules, 'dejavu-fonts-ttf/ttf')}</dir>
  <cachedir>${join(cacheFolder, 'fontconfig')}</cachedir>
  ${prefer('sans-serif', 'Open Sans')}
  ${prefer('system-ui', 'Open Sans')}
  ${prefer('serif', 'DejaVu Serif')}
  ${prefer('monospace', 'DejaVu Sans Mono')}
</fontconfig>
`,
  );
  return file;
}
