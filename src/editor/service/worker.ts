/**
 * The worker of the type service. TypeScript's compiler is in this file alone: a page loads it when a reader first asks
 * for a name or a type.
 */
import type { FromService, ToService, TypeBundle } from './protocol.ts';
import { questionQueue } from './queue.ts';
import { createTypeService } from './typeService.ts';
import type { TypeService } from './typeService.ts';

const send = (message: FromService): void => self.postMessage(message);

let service: TypeService | null = null;
const early: ToService[] = [];

async function bundle(address: string): Promise<TypeBundle> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`types: status ${response.status}`);
  return (await response.json()) as TypeBundle;
}

async function start(kit: string, lib: string): Promise<void> {
  const [kitTypes, libTypes] = await Promise.all([bundle(kit), bundle(lib)]);
  service = createTypeService(kitTypes, libTypes);
  send({ kind: 'ready' });
  for (const message of early.splice(0)) take(service, message);
}

const questions = questionQueue((id, question) => {
  let answer = null;
  try {
    answer = service?.answer(question) ?? null;
  } catch {
    // TypeScript fails on rare half-written code. Nothing is known then; the next key may mend it.
    answer = null;
  }
  send({ kind: 'answer', id, answer });
});

function take(ready: TypeService, message: ToService): void {
  if (message.kind === 'cells') ready.update(message.order, message.changed);
  else if (message.kind === 'ask') questions.add(message.id, message.question);
  else if (message.kind === 'cancel') questions.cancel(message.id);
}

self.onmessage = ({ data }: MessageEvent<ToService>) => {
  if (data.kind === 'start') start(data.kit, data.lib).catch(() => send({ kind: 'failed' }));
  else if (service) take(service, data);
  else early.push(data);
};
