import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { contentPolicy, styleNonce } from './contentPolicy';
import { escapeHtml, rootElement } from './rootElement';

const webviewFolder = (extensionUri: vscode.Uri): vscode.Uri =>
  vscode.Uri.joinPath(extensionUri, 'dist', 'webview');

/** The pages with fields in which the language helps, whose editor places its lines by styles in text. */
const editsFields: readonly string[] = ['designer'];

interface Page {
  /** Its bundle in `dist/webview`. */
  readonly name: string;
  readonly title: string;
  /** Its pictures in `media`, `ICON-light.svg` and `ICON-dark.svg`; absent: the file's own. */
  readonly icon?: string;
}

/** Loads a page into a panel, to whose messages somebody listens by now. */
export function loadPage(
  panel: vscode.WebviewPanel,
  extensionUri: vscode.Uri,
  { name, title, icon }: Page,
): void {
  const picture = (theme: string) =>
    vscode.Uri.joinPath(extensionUri, 'media', `${icon}-${theme}.svg`);
  if (icon !== undefined) panel.iconPath = { light: picture('light'), dark: picture('dark') };
  const { webview } = panel;
  webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
  webview.html = webviewHtml(webview, extensionUri, name, title);
}

/** The page of a webview: one script, one style sheet, nothing from elsewhere; with the texts in the user's language where there are any. */
export function webviewHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: string,
  title: string,
  words = vscode.l10n.bundle,
): string {
  const file = (extension: string) =>
    webview
      .asWebviewUri(vscode.Uri.joinPath(webviewFolder(extensionUri), `${name}.${extension}`))
      .toString();
  const [script, style] = [nonce(), nonce()];
  const policy = contentPolicy({
    source: webview.cspSource,
    script,
    style,
    styledText: editsFields.includes(name),
  });
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    ${styleNonce(style)}
    <link rel="stylesheet" href="${file('css')}" />
    <title>${escapeHtml(title)}</title>
  </head>
  <body>
    ${rootElement(words)}
    <script type="module" nonce="${script}" src="${file('js')}"></script>
  </body>
</html>`;
}

const nonce = (): string => randomBytes(16).toString('base64');
