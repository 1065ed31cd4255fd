import { expect, test as base } from '@playwright/test';
import { siteAddresses, type Site } from './site.ts';
import { watchContext, type Watch } from './watch.ts';

/** Set by `npm run test:full`: every variant (address, language, backend), where the usual run takes turns. */
export const isFull = process.env.COURSE_FULL === '1';

/**
 * The course's own `test`: each one is watched, and fails on any outside request, console error, policy violation or
 * missing file that it did not declare with `watch.expect`.
 */
export const test = base.extend<{ site: Site; watch: Watch }>({
  // Playwright reads the names of a fixture's needs from this pattern; an empty one means none.
  site: async ({}, use) => {
    await use(siteAddresses());
  },
  watch: [
    async ({ context }, use) => {
      const watch = watchContext(context);
      await use(watch);
      const { outside, violations, errors, missing } = watch;
      expect({ outside, violations, errors, missing }).toEqual({
        outside: [],
        violations: [],
        errors: [],
        missing: [],
      });
    },
    { auto: true },
  ],
});

export { expect };
