import { afterEach, describe, expect, it, vi } from 'vitest';
import { KernelClient, type HostServices } from './client.ts';
import type { SandboxFrame } from './frame.ts';

/** The kernel's end of the port, answering as a kernel that has just booted. */
interface Other {
  readonly port: MessagePort;
  nonce: string;
}

const open: MessagePort[] = [];
afterEach(() => open.splice(0).forEach((port) => port.close()));

function connect(services: HostServices) {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const other: Other = { port: port2, nonce: '' };
  const frame = { spawn: () => Promise.resolve(port1), terminate: vi.fn() };
  port2.onmessage = ({ data }: MessageEvent<{ nonce: string; core?: string }>) => {
    if (data.core === undefined) return;
    other.nonce = data.nonce;
    port2.postMessage({ nonce: data.nonce, t: 'ready' });
  };
  const client = new KernelClient(0, frame as unknown as SandboxFrame, {
    loadCore: () => Promise.resolve('core'),
    loadFiles: () => Promise.resolve([]),
    services,
  });
  const deaths: string[] = [];
  client.onDeath = (reason) => deaths.push(reason);
  return { client, other, frame, deaths };
}

const refuse: HostServices = () =>
  Promise.resolve({ ok: false, code: 'store-refused', details: {} });

describe('a kernel that floods the page', () => {
  it('is ended, and what it sent too much is not read', async () => {
    const { client, other, frame, deaths } = connect(refuse);
    const heard = vi.fn();
    client.onEvent = heard;
    await client.ready;
    for (let i = 0; i < 20_000; i++)
      other.port.postMessage({ nonce: other.nonce, t: 'gpu-busy', isBusy: true });
    await vi.waitFor(() => expect(deaths).toEqual(['flood']));
    expect(frame.terminate).toHaveBeenCalledOnce();
    expect(heard.mock.calls.length).toBeLessThanOrEqual(5_000);
  });

  it('is ended when its questions pile up, long before their number alone would end it', async () => {
    const { client, other, deaths } = connect(() => new Promise(() => undefined));
    await client.ready;
    for (let id = 0; id < 600; id++)
      other.port.postMessage({ nonce: other.nonce, t: 'call', id, method: 'storeKeys', args: [] });
    await vi.waitFor(() => expect(deaths).toEqual(['flood']));
  });

  it('is not one that asks many questions and waits for each answer', async () => {
    const { client, other, deaths } = connect(refuse);
    await client.ready;
    let answers = 0;
    const ask = () =>
      other.port.postMessage({
        nonce: other.nonce,
        t: 'call',
        id: 1,
        method: 'storeKeys',
        args: [],
      });
    const done = new Promise<void>((resolve) => {
      other.port.onmessage = () => (++answers < 1000 ? ask() : resolve());
    });
    ask();
    await done;
    expect(deaths).toEqual([]);
  });
});
