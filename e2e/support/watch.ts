import type { BrowserContext } from '@playwright/test';
import { siteAddresses } from './site.ts';

/** What went on behind a page's back while a test ran. Every list must be empty in the end. */
export interface Watch {
  /** Requests to any host but ours, from pages, frames and workers. They fail: the browser is sealed. */
  readonly outside: readonly string[];
  /** Breaches of a content security policy. */
  readonly violations: readonly string[];
  /** Errors in the console and errors that no code caught. */
  readonly errors: readonly string[];
  /** Our own files that were not found. */
  readonly missing: readonly string[];
  /** Declares what a test provokes on purpose: entries of any list that match are dropped, before and after. */
  expect(pattern: RegExp): void;
}

const mostEntries = 40;

/** Begins to watch all pages of a browser context, those opened later too. */
export function watchContext(context: BrowserContext): Watch {
  const own = Object.values(siteAddresses()).map((address) => new URL(address).origin);
  const expected: RegExp[] = [];
  const lists = { outside: [], violations: [], errors: [], missing: [] } as Record<
    'outside' | 'violations' | 'errors' | 'missing',
    string[]
  >;
  const note = (list: keyof typeof lists, entry: string) => {
    const known = lists[list];
    // A cell that floods the console must not flood the report: each entry once, and not without end.
    if (known.length >= mostEntries || known.includes(entry)) return;
    if (!expected.some((pattern) => pattern.test(entry))) known.push(entry);
  };
  context.on('request', (request) => {
    const url = request.url();
    const isOwn = own.some((origin) => url.startsWith(`${origin}/`));
    if (!isOwn && !/^(data|blob|about|chrome|chrome-extension):/.test(url)) note('outside', url);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) note('missing', `${response.status()} ${response.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    const where = message.location().url;
    const text = where ? `${message.text()} (${where})` : message.text();
    // The browser's own words for a breach; it has no other way of telling about frames and workers.
    const isViolation = /Content Security Policy/i.test(text);
    note(isViolation ? 'violations' : 'errors', text);
  });
  context.on('weberror', (error) => note('errors', String(error.error())));
  return {
    ...lists,
    expect(pattern) {
      expected.push(pattern);
      for (const list of Object.values(lists)) {
        const kept = list.filter((entry) => !pattern.test(entry));
        list.splice(0, list.length, ...kept);
      }
    },
  };
}
