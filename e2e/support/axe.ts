import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly {
    readonly target: readonly string[];
    readonly failureSummary?: string;
  }[];
}

/**
 * What axe finds on a page, one line each with the place: everything serious or critical, and of the lesser rules those
 * about landmarks, by which readers of a screen find their way.
 */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: Found[] }> };
    };
    // What lies in frames is no page of ours: the sandbox shows nothing.
    return (await axe.run({ iframes: false, resultTypes: ['violations'] })).violations;
  });
  return violations
    .filter(
      ({ id, impact }) => /serious|critical/.test(impact ?? '') || /^landmark|^region/.test(id),
    )
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => {
        const why = failureSummary.split('\n').slice(1, 3).join(' ').trim();
        return `${id} (${impact}) at ${target.join(' ')}: ${why}`;
      }),
    );
}

/**
 * Waits until the page asks for nothing more; for 15 s at most, since one request of a frame that is gone counts as open
 * for ever. What must be there is waited for by name, by whoever needs it.
 */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 15_000 }).catch(() => undefined);
}

/** Scrolls through a page, so that everything that waits to come near is drawn, and back to its top. */
export async function walkThrough(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const step = innerHeight * 0.7;
    for (let y = 0; y < document.documentElement.scrollHeight; y += step) {
      scrollTo({ top: y, behavior: 'instant' });
      await new Promise((done) => setTimeout(done, 50));
    }
    scrollTo({ top: 0, behavior: 'instant' });
  });
  await settle(page);
}
