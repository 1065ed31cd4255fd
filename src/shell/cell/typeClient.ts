import { typeFiles } from 'virtual:type-files';
import type { createTypeClient } from '../../editor/create.ts';
import type { Engine } from '../engine.ts';
import { useSession } from '../stores/session.ts';

type TypeClient = ReturnType<typeof createTypeClient>;
const clients = new WeakMap<Engine, TypeClient>();

/** The page's one type service, for the editors of all its cells. `create` comes with the editor's code. */
export function typeClientOf(engine: Engine, create: typeof createTypeClient): TypeClient {
  const known = clients.get(engine);
  if (known) return known;
  const site = new URL(useSession.getState().page?.root ?? '', location.href);
  const address = (path: string): string => new URL(path, site).href;
  const client = create({
    files: { kit: address(typeFiles.kit), lib: address(typeFiles.lib) },
    cells: () => {
      const { order, cells } = engine.getState();
      return order.flatMap((id) => cells[id] ?? []);
    },
  });
  clients.set(engine, client);
  return client;
}
