// @ts-check
// Runs inside the measured pages, as it stands: a clock that starts with the reader's act and stops when the result is
// in the document, without the way to the test program and back.

const inPage = {
  /**
   * Does something and waits until a text that was not there is in an element.
   * @param {() => void} act
   * @param {string} outSelector
   * @param {string} text
   * @param {number} limitMs
   * @returns {Promise<number>} milliseconds
   */
  actAndWait(act, outSelector, text, limitMs) {
    return new Promise((resolve, reject) => {
      const isThere = () =>
        [...document.querySelectorAll(outSelector)].some((out) => out.textContent?.includes(text));
      if (isThere()) {
        reject(new Error(`${text} was there before`));
        return;
      }
      const observer = new MutationObserver(() => {
        if (!isThere()) return;
        const ms = performance.now() - start;
        finish();
        resolve(ms);
      });
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`no result within ${limitMs} ms`));
      }, limitMs);
      const finish = () => {
        clearTimeout(timer);
        observer.disconnect();
      };
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      const start = performance.now();
      act();
    });
  },

  /** @param {string} selector @returns {HTMLElement} */
  find(selector) {
    const found = document.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
    return found;
  },

  /**
   * Milliseconds from a click to a text in the page.
   * @param {{ click: string[], out: string, text: string, limitMs: number }} what `click`: one after the other, at once
   */
  click({ click, out, text, limitMs }) {
    const targets = click.map((selector) => inPage.find(selector));
    return inPage.actAndWait(() => targets.forEach((target) => target.click()), out, text, limitMs);
  },

  /**
   * Milliseconds from a slider's move to a text in the page.
   * @param {{ slider: string, value: number, out: string, text: string, limitMs: number }} what
   */
  slide({ slider, value, out, text, limitMs }) {
    const input = inPage.find(slider);
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    return inPage.actAndWait(
      () => {
        // React notices a change only when the element's own setter was passed by.
        setValue?.call(input, String(value));
        input.dispatchEvent(new Event('input', { bubbles: true }));
      },
      out,
      text,
      limitMs,
    );
  },

  /**
   * Milliseconds from the start of the navigation until an element is there, or until one is that `poke` brings about:
   * `poke` is clicked as soon as it can be.
   * @param {{ wanted: string, poke?: string, limitMs: number }} what
   */
  async sinceNavigation({ wanted, poke, limitMs }) {
    let isPoked = false;
    while (performance.now() < limitMs) {
      if (document.querySelector(wanted)) return performance.now();
      const target = poke && !isPoked ? document.querySelector(poke) : null;
      if (target) {
        target.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
        if (target instanceof HTMLElement) target.click();
        isPoked = true;
      }
      await new Promise((next) => requestAnimationFrame(next));
    }
    throw new Error(`no ${wanted} within ${limitMs} ms`);
  },
};

Object.assign(globalThis, { inPage });
