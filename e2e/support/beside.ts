import type { Browser } from '@playwright/test';

/**
 * A line to one page or frame beside the test runner's own, which takes a page for crashed as soon as one of its frames
 * is. Give the beginning of its kind and a part of its address.
 */
export async function talkBeside(browser: Browser, kind: 'page' | 'iframe', address: string) {
  const devtools = await browser.newBrowserCDPSession();
  const { targetInfos } = await devtools.send('Target.getTargets');
  const target = targetInfos.find(({ type, url }) => type === kind && url.includes(address));
  if (!target) throw new Error(`there is no ${kind} at ${address}`);
  const { targetId } = target;
  const { sessionId } = await devtools.send('Target.attachToTarget', { targetId, flatten: false });
  const answers = new Map<number, (result: unknown) => void>();
  devtools.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
    if (from === sessionId && id !== undefined) answers.get(id)?.(result);
  });
  let last = 0;
  const ask = async (method: string, params: object = {}): Promise<unknown> => {
    const id = ++last;
    const answer = new Promise((resolve) => answers.set(id, resolve));
    await devtools.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    return answer;
  };
  return {
    /** The value of an expression in the page. */
    async value(expression: string): Promise<unknown> {
      const answer = await ask('Runtime.evaluate', { expression, returnByValue: true });
      return (answer as { result?: { value?: unknown } }).result?.value;
    },
    /** Ends the process of the page or frame, as a lack of memory would. No answer ever comes. */
    crash: () => void ask('Page.crash').catch(() => undefined),
  };
}
