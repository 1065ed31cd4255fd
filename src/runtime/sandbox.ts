/**
 * The script of `sandbox.html`: an opaque-origin frame with a policy of its own that owns the kernels' workers. It
 * evaluates nothing itself, listens to its parent only, and refuses to work anywhere but in its sandbox.
 *
 * A `data:` worker is a secure context with WebGPU; a `blob:` worker in the same frame has no WebGPU in Chromium, so it
 * is only the fallback of a browser that refuses `data:` workers.
 */

/** Runs in the worker: takes a port and, as the port's first message, the text of the kernel's core. */
const bootstrap = `self.onmessage = (event) => {
  self.onmessage = null;
  const port = event.ports[0];
  port.onmessage = (first) => {
    port.onmessage = null;
    const module = { exports: {} };
    new Function('module', 'exports', 'require', first.data.core)(module, module.exports, () => { throw new Error('internal: the core requires nothing'); });
    module.exports.startKernel(port, first.data.nonce);
  };
};
self.postMessage('alive');`;

function startFrame(): void {
  if (self.origin !== 'null' || parent === self) {
    document.body.textContent = 'This file only runs inside its sandbox.';
    throw new Error('This file only runs inside its sandbox.');
  }
  const nonce = location.hash.slice(1);
  const workers = new Map<number, Worker>();
  const tell = (message: object) => parent.postMessage({ ...message, nonce }, '*');

  const spawn = (id: number, port: MessagePort, via: 'data' | 'blob') => {
    const address =
      via === 'data'
        ? 'data:text/javascript,' + encodeURIComponent(bootstrap)
        : URL.createObjectURL(new Blob([bootstrap], { type: 'text/javascript' }));
    let isAlive = false;
    const worker = new Worker(address);
    workers.set(id, worker);
    worker.onmessage = () => {
      // Only the bootstrap's first word counts: later ones would be a cell's, which has nothing to say here.
      worker.onmessage = null;
      isAlive = true;
      worker.postMessage(null, [port]);
      tell({ t: 'spawned', id, via });
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (isAlive) return; // an error of a cell's timer or promise, not of the worker
      workers.delete(id);
      worker.terminate();
      if (via === 'data') spawn(id, port, 'blob');
      else tell({ t: 'died', id, reason: event.message || 'the worker could not start' });
    };
  };

  addEventListener('message', (event) => {
    if (event.source !== parent) return;
    const message: unknown = event.data;
    if (typeof message !== 'object' || message === null) return;
    const { t, id, nonce: given } = message as Record<string, unknown>;
    if (given !== nonce || typeof id !== 'number') return;
    const port = event.ports[0];
    if (t === 'spawn' && port) spawn(id, port, 'data');
    if (t === 'ping') tell({ t: 'pong', id });
    if (t === 'terminate') {
      workers.get(id)?.terminate();
      workers.delete(id);
    }
  });
  tell({ t: 'frame-ready' });
}

startFrame();
