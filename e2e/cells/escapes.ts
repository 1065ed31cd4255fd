/**
 * Attempts to get out of the sandbox. Each is the body of an asynchronous function, run inside a cell, that gives
 * `ESCAPED: …` when it reached what it must not reach; anything else it gives or throws counts as confined, unless the
 * recording server, at `R`, saw a request meanwhile. `S` is the root of the course's own site.
 */
export interface Escape {
  readonly name: string;
  readonly body: string;
  /**
   * Whether the same text gets out of a worker that nobody confines, on a page without a policy: what shows that the
   * attempt, and the test's eye for it, are real. False where every worker of this browser refuses.
   */
  readonly worksUnconfined: boolean;
}

const works = (name: string, body: string): Escape => ({ name, body, worksUnconfined: true });
const neverWorks = (name: string, body: string): Escape => ({ name, body, worksUnconfined: false });

/** Runs `code` in a worker of the cell's own and gives what it posts. */
const nested = (code: string, kind: 'data' | 'blob', type = 'classic') => `
const text = ${JSON.stringify(code)}.replaceAll('$R', R).replaceAll('$S', S);
const address = ${
  kind === 'data'
    ? "'data:text/javascript,' + encodeURIComponent(text)"
    : "URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))"
};
const worker = new Worker(address, { type: '${type}' });
return await new Promise((done) => {
  worker.onmessage = (event) => done(event.data);
  worker.onerror = (event) => done('confined: ' + event.message);
  setTimeout(() => done('confined: silence'), 1500);
});`;

/** Ways to send something out, or to fetch something in. */
const network: readonly Escape[] = [
  works('fetch', "await fetch(R); return 'ESCAPED: answered';"),
  works('fetch without CORS', "await fetch(R, { mode: 'no-cors' }); return 'ESCAPED: answered';"),
  works(
    'fetch that outlives the cell',
    "await fetch(R, { method: 'POST', mode: 'no-cors', keepalive: true, body: 'x' }); return 'ESCAPED: answered';",
  ),
  works(
    "fetch of the site's own files",
    "await fetch(S, { mode: 'no-cors' }); return 'ESCAPED: answered';",
  ),
  works(
    'XMLHttpRequest',
    `return await new Promise((done) => {
  const request = new XMLHttpRequest(); request.open('GET', R);
  request.onload = () => done('ESCAPED: ' + request.status); request.onerror = () => done('confined: error'); request.send();
});`,
  ),
  works(
    'synchronous XMLHttpRequest',
    "const request = new XMLHttpRequest(); request.open('GET', R, false); request.send(); return 'ESCAPED: ' + request.status;",
  ),
  works(
    'WebSocket',
    `return await new Promise((done) => {
  const socket = new WebSocket(R.replace('http', 'ws'));
  socket.onopen = () => done('ESCAPED: open'); socket.onerror = () => done('confined: error');
});`,
  ),
  works(
    'WebSocketStream',
    "await new WebSocketStream(R.replace('http', 'ws')).opened; return 'ESCAPED: open';",
  ),
  works(
    'WebTransport',
    `const transport = new WebTransport(R.replace('http:', 'https:'));
transport.closed.catch(() => {});
await Promise.race([transport.ready, new Promise((_, no) => setTimeout(() => no(new Error('silence')), 1500))]);
return 'ESCAPED: ready';`,
  ),
  works(
    'EventSource',
    `return await new Promise((done) => {
  const source = new EventSource(R);
  source.onopen = () => done('ESCAPED: open'); source.onerror = () => { source.close(); done('confined: error'); };
});`,
  ),
  neverWorks(
    'sendBeacon',
    "return navigator.sendBeacon(R, 'x') ? 'ESCAPED: queued' : 'confined: refused';",
  ),
  works('importScripts', "importScripts(R + '.js'); return 'ESCAPED: loaded';"),
  works(
    'importScripts out of the prototype',
    "Object.getPrototypeOf(DedicatedWorkerGlobalScope.prototype).importScripts.call(self, R + '.js'); return 'ESCAPED: loaded';",
  ),
  works('import of a URL', "await import(R + '.js'); return 'ESCAPED: loaded';"),
  works(
    'import of a URL inside eval',
    "await (0, eval)('import(' + JSON.stringify(R + '.js') + ')'); return 'ESCAPED: loaded';",
  ),
  works(
    'import of a URL inside a data: module',
    "await (0, eval)('import(' + JSON.stringify('data:text/javascript,import ' + JSON.stringify(R + '.js')) + ')'); return 'ESCAPED: loaded';",
  ),
  works(
    'a font',
    "await new FontFace('x', 'url(' + R + ')').load().catch(() => {}); return 'confined: no font';",
  ),
  works(
    'WebAssembly from the network',
    "await WebAssembly.compileStreaming(fetch(R)).catch(() => {}); return 'confined: nothing';",
  ),
  neverWorks('fetchLater', "fetchLater(R, { activateAfter: 0 }); return 'ESCAPED: queued';"),
];

/** Workers of the cell's own, which must be as confined as the cell. */
const workers: readonly Escape[] = [
  works(
    'fetch in a nested data: worker',
    nested(
      "fetch('$R').then(() => postMessage('ESCAPED: answered'), (e) => postMessage('confined: ' + e))",
      'data',
    ),
  ),
  works(
    'fetch in a nested blob: worker',
    nested(
      "fetch('$R').then(() => postMessage('ESCAPED: answered'), (e) => postMessage('confined: ' + e))",
      'blob',
    ),
  ),
  works(
    'importScripts in a nested worker',
    nested(
      "try { importScripts('$R.js'); postMessage('ESCAPED: loaded') } catch (e) { postMessage('confined: ' + e) }",
      'blob',
    ),
  ),
  works(
    'import in a nested module worker',
    nested(
      "import('$R.js').then(() => postMessage('ESCAPED: loaded'), (e) => postMessage('confined: ' + e))",
      'data',
      'module',
    ),
  ),
  works(
    'WebSocket in a worker in a worker',
    nested(
      `const w = new Worker('data:text/javascript,' + encodeURIComponent("const s = new WebSocket('$R'.replace('http', 'ws')); s.onopen = () => postMessage('ESCAPED: open'); s.onerror = () => postMessage('confined: error')"));
w.onmessage = (e) => postMessage(e.data); w.onerror = () => postMessage('confined: worker');`,
      'data',
    ),
  ),
  works(
    'IndexedDB in a nested worker',
    nested(
      "try { const r = indexedDB.open('x'); r.onsuccess = () => postMessage('ESCAPED: open'); r.onerror = () => postMessage('confined: error') } catch (e) { postMessage('confined: ' + e) }",
      'blob',
    ),
  ),
  works(
    'a nested worker from the network',
    `return await new Promise((done) => {
  const worker = new Worker(R + '.js');
  worker.onmessage = () => done('ESCAPED: started'); worker.onerror = (event) => done('confined: ' + event.message);
});`,
  ),
  neverWorks('a shared worker', "new SharedWorker(S + 'a.js'); return 'ESCAPED: started';"),
];

/** Storage of the reader's own, and what the browser knows about them. */
const storage: readonly Escape[] = [
  neverWorks(
    'localStorage',
    "localStorage.setItem('x', '1'); return 'ESCAPED: ' + localStorage.length;",
  ),
  neverWorks('sessionStorage', "sessionStorage.setItem('x', '1'); return 'ESCAPED: kept';"),
  neverWorks('cookies', "document.cookie = 'x=1'; return 'ESCAPED: ' + document.cookie;"),
  neverWorks(
    'cookieStore',
    "await cookieStore.set('x', '1'); return 'ESCAPED: ' + (await cookieStore.getAll()).length;",
  ),
  works(
    'IndexedDB',
    `return await new Promise((done) => {
  const request = indexedDB.open('x');
  request.onsuccess = () => done('ESCAPED: open'); request.onerror = () => done('confined: ' + request.error);
});`,
  ),
  works("the reader's databases", "return 'ESCAPED: ' + (await indexedDB.databases()).length;"),
  works('caches', "await caches.open('x'); return 'ESCAPED: open';"),
  works(
    'the private file system',
    "await navigator.storage.getDirectory(); return 'ESCAPED: open';",
  ),
  works('locks', "return await navigator.locks.request('x', () => 'ESCAPED: held');"),
  neverWorks(
    'service worker',
    "await navigator.serviceWorker.register(S + 'a.js'); return 'ESCAPED: registered';",
  ),
  neverWorks('clipboard', "return 'ESCAPED: ' + (await navigator.clipboard.readText());"),
  neverWorks(
    'notifications',
    "return Notification.permission === 'granted' && new Notification('x') ? 'ESCAPED: shown' : 'confined: ' + Notification.permission;",
  ),
];

/** The page, the frame, and their windows. */
const windows: readonly Escape[] = [
  neverWorks('parent', "parent.document.body.textContent = 'x'; return 'ESCAPED: written';"),
  neverWorks('top', "top.location.href = R; return 'ESCAPED: navigated';"),
  neverWorks('window', "window.frames[0].postMessage('x', '*'); return 'ESCAPED: posted';"),
  neverWorks('opener', "opener.location = R; return 'ESCAPED: navigated';"),
  neverWorks('document', "document.body.append('x'); return 'ESCAPED: written';"),
  neverWorks(
    'navigation',
    "const before = location.href; location.href = R; await new Promise((done) => setTimeout(done, 300)); return location.href === before ? 'confined: stayed' : 'ESCAPED: navigated';",
  ),
  neverWorks('a new window', "open(R); return 'ESCAPED: opened';"),
  neverWorks(
    'clients of a service worker',
    "return 'ESCAPED: ' + (await clients.matchAll()).length;",
  ),
  works(
    'a word to the frame',
    "self.postMessage({ t: 'died', id: 0, reason: 'forged' }); return 'ESCAPED: posted';",
  ),
  neverWorks(
    'a word to the frame with the method of a port',
    "MessagePort.prototype.postMessage.call(self, { t: 'died', id: 0 }); return 'ESCAPED: posted';",
  ),
  works('ending the worker', "self.close(); return 'ESCAPED: closed';"),
  works(
    'the boot code',
    "return typeof self.onmessage === 'function' || self.onmessage === null && 'postMessage' in self ? 'ESCAPED: ' + String(self.onmessage) : 'confined: nothing left';",
  ),
  works(
    'globals above the function',
    "const all = (0, eval)('this').constructor.constructor('return this')(); return 'fetch' in all && await all.fetch(R) ? 'ESCAPED: answered' : 'confined: the same globals';",
  ),
];

/** Waits for an answer of the page, during which the kernel works on what came through its port. */
const hostAnswers = "const { host } = await import('kit/host'); await host().store.keys();";

/** Built-ins put in the place of those that the kernel may use, each looking for the kernel's port on its way. */
const thefts: readonly Escape[] = [
  neverWorks(
    'theft of the port: the getter of a message',
    `let port; const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
Object.defineProperty(MessageEvent.prototype, 'data', { get() { port ??= this.currentTarget; return data.get.call(this); } });
${hostAnswers}
return port instanceof MessagePort ? 'ESCAPED: port' : 'confined: no port';`,
  ),
  neverWorks(
    'theft of the port: call, apply and bind',
    `let port; const look = (it) => { if (it instanceof MessagePort || it instanceof MessageEvent) port ??= it; };
for (const key of ['call', 'apply', 'bind']) {
  const real = Function.prototype[key];
  Function.prototype[key] = function (...args) { args.forEach(look); return Reflect.apply(real, this, args); };
}
const { apply } = Reflect; Reflect.apply = (f, self, args) => { look(self); return apply(f, self, args); };
${hostAnswers}
return port ? 'ESCAPED: port' : 'confined: no port';`,
  ),
  neverWorks(
    'theft of the port: maps and promises',
    `let port; const look = (it) => { if (it instanceof MessagePort || it?.nonce !== undefined) port ??= it; };
for (const [owner, key] of [[Map.prototype, 'get'], [Map.prototype, 'set'], [Promise.prototype, 'then'], [Array.prototype, 'push']]) {
  const real = owner[key];
  owner[key] = function (...args) { look(this); args.forEach(look); return Reflect.apply(real, this, args); };
}
${hostAnswers}
return port ? 'ESCAPED: port' : 'confined: no port';`,
  ),
  neverWorks(
    'theft of the nonce: setters above every object',
    `let nonce; Object.defineProperty(Object.prototype, 'nonce', { set(value) { nonce = value; }, get() { return undefined; }, configurable: true });
${hostAnswers}
delete Object.prototype.nonce;
return nonce ? 'ESCAPED: ' + nonce : 'confined: no nonce';`,
  ),
  neverWorks(
    'theft of the port: callers on the stack',
    `let port; Error.prepareStackTrace = (_, frames) => frames.map((frame) => frame.getThis?.()).find((it) => it instanceof MessagePort);
port = new Error('x').stack;
return port instanceof MessagePort ? 'ESCAPED: port' : 'confined: no port';`,
  ),
];

/** Escapes that a worker attempts by itself. */
export const escapes: readonly Escape[] = [
  ...network,
  ...workers,
  ...storage,
  ...windows,
  ...thefts,
];

/** A cell's head, in a kernel whose port and nonce a test has handed to its cells. */
export const stealPort = `const stolen: any = (globalThis as any).stolenPort;
const nonce: string = (globalThis as any).stolenNonce;
console.log(stolen && nonce ? 'port in hand' : 'no port');
const say = (message: object) => stolen?.postMessage({ nonce, ...message });
`;

/** Messages that a stolen port sends to the page, each written as the arguments of `say`. */
export const forgeries: readonly { readonly name: string; readonly messages: string }[] = [
  {
    name: 'no message at all',
    messages: "stolen?.postMessage(null); stolen?.postMessage('done'); stolen?.postMessage([]);",
  },
  {
    name: 'a wrong nonce',
    messages: "stolen?.postMessage({ nonce: 'x', t: 'device-lost', reason: 'forged' });",
  },
  {
    name: 'an unknown kind',
    messages: "say({ t: 'constructor' }); say({ t: '__proto__' }); say({ t: 'toString' });",
  },
  {
    name: 'pollution by a key',
    messages:
      'say(JSON.parse(\'{"t":"backend","__proto__":{"polluted":1},"state":{"__proto__":{"polluted":1}}}\'));',
  },
  {
    name: 'pollution by a name',
    messages:
      "say({ t: 'restored', cell: '__proto__', error: null }); say({ t: 'snapshot', run: 0, values: JSON.parse('{\"__proto__\":{\"k\":\"value\",\"v\":{\"polluted\":1}}}'), gone: ['__proto__', 'constructor'] });",
  },
  {
    name: 'pollution by an input',
    messages:
      "for (const id of ['__proto__', 'constructor']) say({ t: 'input', run: 0, input: { kind: 'slider', id, min: 0, max: 1, step: 1, value: { polluted: 1 } } });",
  },
  {
    name: 'views of no kind',
    messages:
      "for (let run = 0; run < 60; run++) for (const [i, kind] of ['constructor', '__proto__', 'chart', 'matrix', 'table', 'network', 'image', 'tensor', 'tree', 'sentence', 'group'].entries()) say({ t: 'view', run, index: i + 1, view: { kind } });",
  },
  {
    name: 'an index without end',
    messages:
      "for (let run = 0; run < 60; run++) say({ t: 'view', run, index: 2 ** 31, view: { kind: 'text', text: 'forged' } });",
  },
  {
    name: 'files beside the list',
    messages:
      "for (const name of ['../index.html', '/index.html', '__proto__', 'constructor', R]) say({ t: 'call', id: 1000, method: 'asset', args: [name] });",
  },
  {
    name: "the page's own methods",
    messages:
      "for (const method of ['constructor', '__proto__', 'eval', 'save', 'open']) say({ t: 'call', id: 1000, method, args: [R] });",
  },
  {
    name: "the reader's progress",
    messages:
      "for (const key of ['', '__proto__', '../progress', 'x'.repeat(1e6)]) say({ t: 'call', id: 1000, method: 'storeSet', args: [key, { polluted: 1 }] });",
  },
  {
    name: 'a file with a path for a name',
    messages:
      "for (const name of ['../../evil', '.bashrc', 'a/b', 'C:\\\\evil', '\\u202Efdp.exe', '']) say({ t: 'call', id: 1000, method: 'download', args: [name, new Blob(['x'])] });",
  },
];

/** Views and values that try to become markup, scripts or requests once the page draws them. `R` is the recorder. */
export const drawings: readonly { readonly name: string; readonly code: string }[] = [
  {
    name: 'markdown with a script',
    code: "import { markdown } from 'kit/show';\ndisplay(markdown('<script>window.escaped = 1</script><img src=x onerror=\"window.escaped = 1\">'));",
  },
  {
    name: 'markdown with a link that is code',
    code: "import { markdown } from 'kit/show';\ndisplay(markdown('[a](javascript:window.escaped=1) ![b](' + R + ') [c](data:text/html,x)'));",
  },
  {
    name: 'a formula with a link',
    code: "import { formula } from 'kit/show';\ndisplay(formula('\\\\href{javascript:window.escaped=1}{x}'));",
  },
  {
    name: 'a formula with a picture',
    code: "import { formula } from 'kit/show';\ndisplay(formula('\\\\includegraphics[height=1em]{' + R + '}'));",
  },
  {
    name: 'a formula with markup',
    code: "import { formula } from 'kit/show';\ndisplay(formula('\\\\htmlData{x=1}{a} \\\\htmlStyle{background:url(' + R + ')}{b}'));",
  },
  {
    name: 'a picture with a script',
    code: "import { image } from 'kit/show';\ndisplay({ kind: 'image', width: 8, height: 8, mime: 'image/svg+xml', alt: 'x', data: new TextEncoder().encode('<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"parent.escaped=1\"><script>parent.escaped=1</script><image href=\"' + R + '\"/></svg>') });\nvoid image;",
  },
  {
    name: 'a picture of another type',
    code: "display({ kind: 'image', width: 8, height: 8, mime: 'text/html', alt: 'x', data: new TextEncoder().encode('<script>parent.escaped=1</script>') });",
  },
  {
    name: 'a table of markup',
    code: "import { table } from 'kit/show';\ndisplay(table([{ a: '<img src=x onerror=\"window.escaped=1\">', '<b>b</b>': 1 }]));",
  },
  {
    name: 'a chart whose labels are markup',
    code: "import { chart, line } from 'kit/show';\nconst bad = '<img src=x onerror=\"window.escaped=1\"><a href=\"javascript:window.escaped=1\">x</a><a href=\"' + R + '\">y</a>';\ndisplay(chart(line({ x: [1, 2], y: [1, 2], name: bad, text: [bad, bad] }), { title: bad, note: bad, x: bad, y: '<img src=\"' + R + '\">' }));",
  },
  {
    name: 'a network whose labels are markup',
    code: "import { network } from 'kit/show';\ndisplay(network([{ id: 'a', label: '<img src=x onerror=\"window.escaped=1\">' }, { id: '__proto__', label: R }], [{ source: 'a', target: '__proto__', label: '<b onclick=\"window.escaped=1\">' }], { types: { '<i>': '<img src=x>' } }));",
  },
  {
    name: 'a log of markup',
    code: "console.log('<img src=x onerror=\"window.escaped=1\">', { '<b>': '<i>' });",
  },
  {
    name: 'an error of markup',
    code: "throw Object.assign(new Error('<img src=x onerror=\"window.escaped=1\">'), { name: '<b>', stack: '<img src=x onerror=\"window.escaped=1\">' });",
  },
  {
    name: 'an input of markup',
    code: "import { slider } from 'kit/input';\nslider('escape', { min: 0, max: 1, unit: '<img src=x onerror=\"window.escaped=1\">' });",
  },
  {
    name: 'keys that pollute',
    code: 'display(JSON.parse(\'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}\'));',
  },
];
