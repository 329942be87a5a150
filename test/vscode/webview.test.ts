import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { webviewHtml } from '../../src/extension/inspector/html';
import { rootElement } from '../../src/extension/inspector/rootElement';

describe('the page of a webview', () => {
  it('carries the texts of another language, which stay text', () => {
    const panel = vscode.window.createWebviewPanel('test', 'Test', vscode.ViewColumn.One);
    try {
      const { extensionUri } = vscode.extensions.getExtension('dnn-notebook.dnn-notebook')!;
      const words = { Close: '"></div><script>alert(1)</script>' };
      const html = webviewHtml(panel.webview, extensionUri, 'inspector', 'A <b> title', words);
      assert.ok(html.includes(rootElement(words)));
      assert.deepEqual(html.match(/<script /g), ['<script ']);
      assert.ok(!html.includes('alert(1)</script>') && !html.includes('<b>'));
    } finally {
      panel.dispose();
    }
  });

  it('runs one script, and loads nothing from a network', () => {
    const panel = vscode.window.createWebviewPanel('test', 'Test', vscode.ViewColumn.One);
    try {
      const { extensionUri } = vscode.extensions.getExtension('dnn-notebook.dnn-notebook')!;
      const html = webviewHtml(panel.webview, extensionUri, 'inspector', 'Inspector');
      const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
      const sources = new Map(
        policy.split('; ').map((line) => {
          const [directive, ...allowed] = line.split(' ');
          return [directive, allowed] as const;
        }),
      );
      assert.deepEqual(sources.get('default-src'), ["'none'"]);
      const [script, ...more] = sources.get('script-src') ?? [];
      assert.match(script, /^'nonce-[\w+/]{20,}={0,2}'$/);
      assert.deepEqual(more, []);
      assert.deepEqual(html.match(/<script /g), ['<script ']);
      assert.ok(html.includes(`nonce="${script.slice("'nonce-".length, -1)}"`));
      const own = new Set([...panel.webview.cspSource.split(' '), 'data:', 'blob:']);
      const others = (directive: string) =>
        (sources.get(directive) ?? []).filter((source) => !own.has(source));
      assert.deepEqual([...others('font-src'), ...others('img-src')], []);
      const [style, ...unexpected] = others('style-src');
      assert.match(style, /^'nonce-[\w+/]{20,}={0,2}'$/);
      assert.deepEqual(unexpected, []);
      assert.notEqual(style, script);
      // The code of the one worker is in the script.
      assert.deepEqual(sources.get('worker-src'), ['data:']);
      assert.equal(sources.size, 6);
    } finally {
      panel.dispose();
    }
  });
});
