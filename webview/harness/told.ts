/** Stands for the extension host of a page that shows what the test gives it, `given`. */

const sent: unknown[] = [];

// Where the test stands for the host itself, it has given nothing.
if ('given' in window)
  Object.assign(window, {
    sent,
    acquireVsCodeApi: () => ({
      postMessage(message: { readonly type: string }) {
        sent.push(message);
        if (message.type === 'ready' && 'given' in window) window.postMessage(window.given, '*');
      },
    }),
  });
