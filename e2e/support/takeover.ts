import type { Page } from '@playwright/test';

/**
 * Hands every kernel's port and nonce to its cells, as `stolenPort` and `stolenNonce`: no cell is known to get at them,
 * but the page must stand its ground against one that does. Call it before the page is opened.
 */
export async function takeOverKernels(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const post = MessagePort.prototype.postMessage;
    const handOver = `;{ const inner = module.exports; module.exports = { startKernel(port, nonce) {
      globalThis.stolenPort = port; globalThis.stolenNonce = nonce; inner.startKernel(port, nonce); } }; }`;
    MessagePort.prototype.postMessage = function (this: MessagePort, ...args: unknown[]) {
      const [message] = args as [{ core?: unknown } | null];
      if (typeof message?.core === 'string') message.core += handOver;
      Reflect.apply(post, this, args);
    } as typeof post;
  });
}
