import type { Page } from '@playwright/test';

/**
 * Presses Stop in one cell and Run in another, and gives the time until the other has shown a new output, in ms, as the
 * page's own clock tells. Throws when that does not come about.
 */
export async function stopThenRun(page: Page, running: string, other: string): Promise<number> {
  return page.evaluate(
    async ([stopped, next]) => {
      const cell = (id: string) => document.querySelector<HTMLElement>(`[data-cell-id="${id}"]`);
      const shown = () => cell(next)?.querySelector('.out')?.textContent ?? '';
      const press = (id: string, what: string) => {
        const button = cell(id)?.querySelector<HTMLElement>(what);
        if (!button) throw new Error(`the cell ${id} has no ${what}`);
        button.click();
      };
      const before = shown();
      const started = performance.now();
      press(stopped, '.btn.stop');
      press(next, '.btn.run:not(.stop)');
      await new Promise<void>((resolve, reject) => {
        const observer = new MutationObserver(() => {
          if (cell(next)?.dataset.status !== 'done' || shown() === before) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
        setTimeout(() => {
          observer.disconnect();
          reject(
            new Error(`after Stop, ${next} did not run within 30 s: ${cell(next)?.dataset.status}`),
          );
        }, 30_000);
      });
      return performance.now() - started;
    },
    [running, other] as const,
  );
}
