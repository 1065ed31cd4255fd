import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Another site on this machine: it writes down everybody who calls, and serves pages that a stranger might serve. */
export interface Recorder {
  /** `http://localhost:4321` */
  readonly origin: string;
  /** What arrived so far: `GET /fetch`, `UPGRADE /socket`, `UDP`. Requests for its own pages are not among them. */
  readonly hits: readonly string[];
  /** The address of a page with this HTML. */
  page(name: string, html: string): string;
  close(): Promise<void>;
}

/** Starts a recorder on a free port, TCP and UDP alike: WebTransport would knock at the latter. */
export async function startRecorder(): Promise<Recorder> {
  const hits: string[] = [];
  const pages = new Map<string, string>();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    const page = pages.get(path);
    if (page !== undefined) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
      return;
    }
    if (path !== '/favicon.ico') hits.push(`${request.method ?? ''} ${path}`);
    const isStream = request.headers.accept === 'text/event-stream';
    response.writeHead(200, {
      'Content-Type': isStream ? 'text/event-stream' : 'text/javascript',
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*',
    });
    // A script that is started as a worker reports back; loaded in any other way it does no harm.
    response.end(isStream ? 'data: 1\n\n' : "try { postMessage('here') } catch {}\n");
  };
  const server = createServer(answer);
  server.on('upgrade', (request, socket) => {
    hits.push(`UPGRADE ${request.url ?? '/'}`);
    const key = `${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('error', () => socket.destroy());
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) =>
    sockets.add(socket.on('close', () => sockets.delete(socket))),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // A browser may take localhost for either address; a machine without IPv6 has only the first.
  const udp = [
    createSocket('udp4').bind(port, '127.0.0.1'),
    createSocket('udp6').bind(port, '::1'),
  ];
  for (const socket of udp)
    socket.on('message', () => hits.push('UDP')).on('error', () => socket.close());
  const origin = `http://localhost:${port}`;
  return {
    origin,
    hits,
    page(name, html) {
      pages.set(`/page/${name}`, html);
      return `${origin}/page/${name}`;
    },
    async close() {
      for (const socket of udp) socket.close();
      // Those that speak WebSocket are no longer the server's to close.
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
