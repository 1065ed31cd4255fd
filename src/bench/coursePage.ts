import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';

const inPageFile = fileURLToPath(new URL('./inPage.js', import.meta.url));

/** The functions of `inPage.js`, as the measured page has them. */
interface InPage {
  click(what: {
    readonly click: readonly string[];
    readonly out: string;
    readonly text: string;
    readonly limitMs: number;
  }): Promise<number>;
  slide(what: {
    readonly slider: string;
    readonly value: number;
    readonly out: string;
    readonly text: string;
    readonly limitMs: number;
  }): Promise<number>;
  sinceNavigation(what: {
    readonly wanted: string;
    readonly poke?: string;
    readonly limitMs: number;
  }): Promise<number>;
}

/** Calls one of them. */
export function measureIn<Name extends keyof InPage>(
  page: Page,
  name: Name,
  what: Parameters<InPage[Name]>[0],
): Promise<number> {
  return page.evaluate(`inPage.${name}(${JSON.stringify(what)})`) as Promise<number>;
}

/** A page with the clock of `inPage.js` in it, and a list that fills with all that it asks for. */
export async function openMeasured(
  browser: Browser,
): Promise<{ page: Page; requests: string[]; close(): Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addInitScript({ path: inPageFile });
  const requests: string[] = [];
  context.on('request', (request) => {
    if (/^(https?|wss?):/.test(request.url())) requests.push(request.url());
  });
  const page = await context.newPage();
  return { page, requests, close: () => context.close() };
}

/** A lesson's page, used as a reader uses it. */
export class CoursePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a lesson and waits until its cells can be run. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.locator('[data-cell-id] .btn.run').first().waitFor();
  }

  /** Puts the caret into the first cell's code, which brings the editor if it is not there yet. */
  async editFirst(): Promise<void> {
    const host = this.page.locator('.code-host').first();
    await host.click();
    await host.locator('.cm-content').waitFor();
  }

  /** Adds a cell of the reader's own below the first cell, with this code in it, and gives its id. */
  async addCell(code: string): Promise<string> {
    const own = this.page.locator('.cell.own [data-cell-id]');
    const before = await own.evaluateAll((cells) =>
      cells.map((cell) => cell.getAttribute('data-cell-id')),
    );
    const first = this.page.locator('[data-cell-id]:has(.cell-tools)').first();
    await first.locator('.cell-tools .menu > button').click();
    await first.locator('.sheet [role=menuitem]').nth(1).click();
    await own.nth(before.length).waitFor();
    const after = await own.evaluateAll((cells) =>
      cells.map((cell) => cell.getAttribute('data-cell-id')),
    );
    const id = after.find((each) => !before.includes(each));
    if (!id) throw new Error('the page added no cell');
    await this.write(id, code);
    return id;
  }

  /** Replaces the code of a cell, by keyboard. */
  async write(id: string, code: string): Promise<void> {
    const host = this.page.locator(`${cellSelector(id)} .code-host`);
    await host.click();
    await host.locator('.cm-content').waitFor();
    await host.locator('.cm-content').click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(code);
    await this.page.keyboard.press('Escape');
  }

  /** Runs a cell and waits until it is in this state. */
  async run(id: string, status = 'done'): Promise<void> {
    await this.page.locator(runSelector(id)).click();
    await this.page
      .locator(`${cellSelector(id)}[data-status="${status}"]`)
      .waitFor({ timeout: 60_000 });
  }
}

/** A cell's element. */
export const cellSelector = (id: string): string => `[data-cell-id="${id}"]`;
/** Its Run button, which is its Stop button while it runs. */
export const runSelector = (id: string): string => `${cellSelector(id)} .btn.run`;
/** What it shows. */
export const outSelector = (id: string): string => `${cellSelector(id)} .out`;
