import { createServer } from 'node:net';

/** Where the built site is served during the tests. Both end in a slash. */
export interface Site {
  /** At the root of its host. */
  readonly root: string;
  /** Under a sub-path, as most static hosts serve a course: everything outside of it is not found. */
  readonly nested: string;
}

/**
 * Free ports for the two servers. Chosen once: the runner's workers read the configuration too, and find the choice in
 * their environment.
 */
export async function chooseAddresses(): Promise<Site> {
  process.env.COURSE_PORTS ??= (await freePorts(2)).join(' ');
  return siteAddresses();
}

/** The addresses that `chooseAddresses` chose. */
export function siteAddresses(): Site {
  const [root, nested] = (process.env.COURSE_PORTS ?? '').split(' ');
  if (!root || !nested) throw new Error('the site is served by e2e/playwright.config.ts only');
  return { root: `http://localhost:${root}/`, nested: `http://localhost:${nested}/a/b/` };
}

/** Held open together, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  return Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          const address = server.address();
          const port = address && typeof address === 'object' ? address.port : 0;
          server.close(() => resolve(port));
        }),
    ),
  );
}
