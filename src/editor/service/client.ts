import type { AnswerTo, CellText, FromService, Question, ToService } from './protocol.ts';

/** Whether types can be told: `failed` is no fault of the reader's, the editor goes on without. */
export type TypesState = 'idle' | 'loading' | 'ready' | 'failed';

/** As much of a worker as the client needs. */
export interface ServiceWorkerLike {
  postMessage(message: ToService): void;
  onmessage: ((event: MessageEvent<FromService>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** What the client is told by the page. */
export interface TypeClientOptions {
  /** Addresses of the declarations. */
  readonly files: { readonly kit: string; readonly lib: string };
  /** All cells of the page, in order, as they are now. */
  readonly cells: () => readonly CellText[];
  /** Starts the worker. */
  readonly open?: () => ServiceWorkerLike;
}

/** How a question is meant. */
export interface AskOptions {
  /** The asking cell's text in its editor, which the notebook may not have yet. */
  readonly source: string;
  readonly signal?: AbortSignal;
  /** The reader asked in so many words: after a failure the service is tried once more. */
  readonly isExplicit?: boolean;
}

/** The page's side of the type service, one for all editors. */
export interface TypeClient {
  getState(): TypesState;
  /** The cell that asked last. */
  askedBy(): string | null;
  subscribe(listener: () => void): () => void;
  /** Null when nothing is known, when the question was withdrawn, or when there is no service. Never rejects. */
  ask<Q extends Question>(question: Q, options: AskOptions): Promise<AnswerTo<Q> | null>;
}

const openWorker = (): ServiceWorkerLike =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'types' });

/** A client whose worker starts with the first question. */
export function createTypeClient({
  files,
  cells,
  open = openWorker,
}: TypeClientOptions): TypeClient {
  let state: TypesState = 'idle';
  let worker: ServiceWorkerLike | null = null;
  let asking: string | null = null;
  let lastId = 0;
  let sentOrder = '';
  const sent = new Map<string, string>();
  const waiting = new Map<number, (answer: unknown) => void>();
  const listeners = new Set<() => void>();

  const become = (next: TypesState): void => {
    state = next;
    listeners.forEach((listener) => listener());
  };

  const fail = (): void => {
    worker?.terminate();
    worker = null;
    sent.clear();
    sentOrder = '';
    for (const resolve of waiting.values()) resolve(null);
    waiting.clear();
    become('failed');
  };

  function start(): void {
    try {
      worker = open();
    } catch {
      // No worker, no types: there is nothing that a reader could do about it.
      return fail();
    }
    worker.onmessage = ({ data }) => {
      if (data.kind === 'ready') become('ready');
      else if (data.kind === 'failed') fail();
      else {
        waiting.get(data.id)?.(data.answer);
        waiting.delete(data.id);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      fail();
    };
    worker.postMessage({ kind: 'start', ...files });
    become('loading');
  }

  /** Sends the cells whose text the worker does not have. */
  function bring(to: ServiceWorkerLike, own: CellText): void {
    const known = cells();
    const all = known.some(({ id }) => id === own.id)
      ? known.map((cell) => (cell.id === own.id ? own : cell))
      : [...known, own];
    const order = all.map(({ id }) => id);
    const changed = all.filter(({ id, source }) => sent.get(id) !== source);
    if (changed.length === 0 && sentOrder === order.join('\n')) return;
    sentOrder = order.join('\n');
    sent.clear();
    for (const { id, source } of all) sent.set(id, source);
    to.postMessage({ kind: 'cells', order, changed });
  }

  return {
    getState: () => state,
    askedBy: () => asking,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ask<Q extends Question>(question: Q, { source, signal, isExplicit = false }: AskOptions) {
      asking = question.cell;
      if (signal?.aborted) return Promise.resolve(null);
      if (state === 'idle' || (state === 'failed' && isExplicit)) start();
      const to = worker;
      if (!to) return Promise.resolve(null);
      bring(to, { id: question.cell, source });
      const id = ++lastId;
      return new Promise<AnswerTo<Q> | null>((resolve) => {
        // The worker answers a question with what belongs to its kind; both sides are built together.
        waiting.set(id, (answer) => resolve(answer as AnswerTo<Q> | null));
        signal?.addEventListener('abort', () => {
          if (!waiting.delete(id)) return;
          to.postMessage({ kind: 'cancel', id });
          resolve(null);
        });
        to.postMessage({ kind: 'ask', id, question });
      });
    },
  };
}
